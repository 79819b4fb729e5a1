"""A run that can be watched but not told anything: a run log, or another process's run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from engines.device import Machine, find_machine
from engines.errors import RunError
from engines.events import Header
from tui.sources.abilities import Abilities

if TYPE_CHECKING:
    from tui.sources.transport import Transport
    from tui.start.run_request import RunRequest

LOW_PRIORITY = (
    "This process gives way to the run that it watches, and what it starts would too: "
    "run the copied command line in a shell."
)


class Watched:
    """What sources without workers share: they refuse each command in one sentence."""

    def __init__(
        self,
        header: Header,
        log_path: Path | None,
        refusal: str,
        machine: Machine | None = None,
        *,
        names_commands: bool = True,
    ) -> None:
        """`refusal` is the sentence that answers a command; `machine` is this one if not given."""
        self.header = header
        self.log_path = log_path
        self.machine: Machine = machine or find_machine()
        self.can = Abilities(refusal, names_commands=names_commands, ends_with_us=False)

    @property
    def unstarted(self) -> RunRequest | None:
        """Somebody started it."""
        return None

    @property
    def transport(self) -> Transport | None:
        """Time goes its own way."""
        return None

    @property
    def more(self) -> bool:
        """All is handed out at once."""
        return False

    @property
    def standing(self) -> str:
        """Nothing to say."""
        return ""

    def where_to_start(self) -> tuple[Machine, str]:
        """This machine, unless this process gives way to those that train."""
        yields = os.getpriority(os.PRIO_PROCESS, 0) > 0
        return find_machine(), LOW_PRIORITY if yields else ""

    def refuse(self, *_: object, **__: object) -> NoReturn:
        """Say why nothing can be told to this run; always raises `RunError`."""
        raise RunError(self.can.refusal)

    set_mode = alternate = pause = resume = restart = refuse
    set_schedule = change_settings = mark = measure = refuse

    def close(self) -> None:
        """Nothing runs."""
