"""Where the dashboard's events come from, and where its commands go: live, replay or script."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from engines.device import Machine
from engines.events import AnyEvent, Header
from tui.sources.abilities import Abilities

if TYPE_CHECKING:
    from tui.sources.transport import Transport
    from tui.start.run_request import RunRequest


class Source(Protocol):
    """What a run that trains, a replay and a test's script have in common.

    A source says what it can do; nobody asks of what class it is. Commands return at once and what
    happens comes back as events; they raise `UsageError` or `RunError` where a thing cannot be.
    """

    @property
    def header(self) -> Header:
        """What is trained, and how."""
        ...

    @property
    def log_path(self) -> Path | None:
        """The run log on disk, if one is written."""
        ...

    @property
    def machine(self) -> Machine:
        """What can be trained on."""
        ...

    @property
    def can(self) -> Abilities:
        """What it can do."""
        ...

    @property
    def unstarted(self) -> RunRequest | None:
        """What was asked for if nobody started the run yet: a form stands over it then."""
        ...

    @property
    def transport(self) -> Transport | None:
        """What moves through the run, None where time goes its own way."""
        ...

    @property
    def more(self) -> bool:
        """Whether more waits to be taken in at once, as soon as keys are answered."""
        ...

    @property
    def standing(self) -> str:
        """How this watcher stands to the run, in two words; empty if there is nothing to say."""
        ...

    def where_to_start(self) -> tuple[Machine, str]:
        """The machine that a further run can have, and why it cannot be started here, if so."""
        ...

    def start(self) -> None:
        """Begin; returns at once, and does nothing the second time."""
        ...

    def drain(self) -> list[AnyEvent]:
        """All events since the last call, in order; never blocks."""
        ...

    def now(self) -> float:
        """Seconds since the run started, on the clock of `event.at`."""
        ...

    def set_mode(self, lane: str, mode: str) -> None:
        """Go on in another mode."""
        ...

    def alternate(self, lane: str, mode: str) -> None:
        """Change to another mode and back, turn by turn, for some ten seconds."""
        ...

    def pause(self, lane: str) -> None:
        """Train no further for now."""
        ...

    def resume(self, lane: str) -> None:
        """Go on after a pause."""
        ...

    def restart(self, lane: str, device: str | None = None) -> None:
        """Start the lane's worker anew from step 0, on another device if one is given."""
        ...

    def set_schedule(self, schedule: str) -> None:
        """`turns` or `free`."""
        ...

    def change_settings(
        self, *, learning_rate: float | None = None, batch_size: int | None = None
    ) -> None:
        """Go on with another learning rate or batch size, all lanes from the same step on."""
        ...

    def mark(self, text: str) -> None:
        """Leave a mark in the run."""
        ...

    def measure(self, ids: Sequence[str]) -> None:
        """Measure these cells of a study next."""
        ...

    def close(self) -> None:
        """End all workers within 2 seconds; does nothing the second time."""
        ...
