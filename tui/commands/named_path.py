"""A path given on the command line; an empty one, as of an unset shell variable, is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


class NamedPath(click.Path):
    """A `pathlib.Path` that is not empty: `Path("")` would be the folder that one is in."""

    def __init__(self) -> None:
        """Initialize for any path, whether something is there or not."""
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse the empty one; raises `click.BadParameter`."""
        if not str(value):
            self.fail("the path is empty; '.' is this folder.", param, ctx)
        return super().convert(value, param, ctx)
