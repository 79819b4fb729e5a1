"""What `fwdash record` asks of the command that it runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

IDLE_SECONDS = 2.0
"""Longer pauses are cut to this unless a person says otherwise."""


@dataclass(frozen=True)
class RecordingAsked:
    """A recording that is to begin with the first frame; travels as the click context's object."""

    path: Path
    version: int = 2
    idle_seconds: float | None = IDLE_SECONDS
    overwrite: bool = False


def recording_asked() -> RecordingAsked | None:
    """What the command that runs now was asked to record."""
    context = click.get_current_context(silent=True)
    return context.find_object(RecordingAsked) if context is not None else None
