"""Our own errors as one sentence on stderr and an exit code."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

import click

from engines.errors import RunError, UsageError
from engines.safe_text import printable


def in_one_sentence(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn our own errors into one line and an exit code: 2 for usage, 1 for the run."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except UsageError as error:
            click.echo(f"fwdash: {printable(str(error))}", err=True)
            sys.exit(2)
        except RunError as error:
            click.echo(f"fwdash: {printable(str(error))}", err=True)
            sys.exit(1)

    return wrapped
