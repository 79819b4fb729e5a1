"""A tape as data: settings, and what is done in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Press:
    """Press a key `times`, `seconds` apart; `key` is Textual's name."""

    line: int
    key: str
    seconds: float
    times: int = 1
    character: str | None = None
    """What the key types, if it types something."""


@dataclass(frozen=True)
class Sleep:
    """Do nothing for a while."""

    line: int
    seconds: float


@dataclass(frozen=True)
class Wait:
    """Go on when the pattern stands on the screen."""

    line: int
    pattern: re.Pattern[str]
    seconds: float
    """After so long without it the tape fails."""


@dataclass(frozen=True)
class Hide:
    """Record nothing from here on."""

    line: int


@dataclass(frozen=True)
class Show:
    """Record again."""

    line: int


@dataclass(frozen=True)
class Screenshot:
    """Draw the screen into a file."""

    line: int
    path: Path


@dataclass(frozen=True)
class LeaveMarker:
    """Leave a marker in the recording."""

    line: int
    text: str


Act = Press | Sleep | Wait | Hide | Show | Screenshot | LeaveMarker


@dataclass(frozen=True)
class Settings:
    """What Set changes."""

    columns: int = 120
    rows: int = 36
    theme: str = "textual-dark"
    typing_seconds: float = 0.1
    framerate: float = 10.0
    start_seconds: float = 0.0
    """The moment of the run at which the tape begins."""
    speed: float = 1.0
    """Seconds of the run in a second of the tape."""
    title: str = "fwdash"


@dataclass(frozen=True)
class Tape:
    """All that a tape's file says."""

    path: Path
    source: Path
    settings: Settings = field(default_factory=Settings)
    outputs: tuple[Path, ...] = ()
    env: tuple[tuple[str, str], ...] = ()
    acts: tuple[Act, ...] = ()

    @property
    def pictures(self) -> tuple[Path, ...]:
        """The files that its screenshots go to."""
        return tuple(act.path for act in self.acts if isinstance(act, Screenshot))
