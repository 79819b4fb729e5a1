"""What a run of one's own says of itself, whether real workers train it or a test's script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from engines.device import Machine
from engines.errors import UsageError
from tui.sources.abilities import Abilities

if TYPE_CHECKING:
    from tui.sources.transport import Transport
    from tui.start.run_request import RunRequest


class OwnRun:
    """It takes commands, ends when it is left, and time goes its own way."""

    can: ClassVar[Abilities] = Abilities()
    transport: ClassVar[Transport | None] = None
    unstarted: ClassVar[RunRequest | None] = None
    more: ClassVar[bool] = False
    standing: ClassVar[str] = ""
    machine: Machine

    def measure(self, ids: Sequence[str]) -> None:
        """Raises `UsageError`: a run that trains has no cells."""
        raise UsageError("This run trains: it has no cells that could be measured.")

    def where_to_start(self) -> tuple[Machine, str]:
        """A further run has the machine that this one has."""
        return self.machine, ""
