"""How commands ask the source and answer the person."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engines.errors import RunError, UsageError
from tui.sources.source import Source


@dataclass(frozen=True)
class Asking:
    """The source that commands go to, and what they do to the screen."""

    source: Source
    notify: Callable[..., None]
    """Say something for a while."""
    push: Callable[..., Any]
    """Open a screen, and call back with its answer."""
    show: Callable[[], None]
    """Bring the main screen up to date."""

    def ask(self, command: Callable[..., None], *args: object) -> bool:
        """Give the source a command; say so if it cannot be."""
        try:
            command(*args)
        except (UsageError, RunError) as error:
            self.notify(str(error), severity="error", markup=False)
            return False
        return True

    def refused(self) -> bool:
        """Say why the run can be told nothing; whether that is so."""
        if why := self.source.can.refusal:
            self.notify(why, severity="error", markup=False)
        return bool(why)

    def cannot(self, why: str) -> bool:
        """Say why a thing can do nothing now; whether there is a reason."""
        if why:
            self.notify(why, severity="warning", markup=False)
        return bool(why)

    def unless_refused(self, command: Callable[[], None]) -> Callable[[], None]:
        """A command that a run which takes none answers at once, before a person writes what would
        be in vain."""

        @functools.wraps(command)
        def asked() -> None:
            if not self.refused():
                command()

        return asked
