"""A run that can be watched but not told anything: a recording, or another process's run."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from engines.device import Machine, find_machine
from engines.errors import RunError
from engines.events import Header


class Watched:
    """What sources without workers share: they refuse each command in one sentence."""

    def __init__(
        self,
        header: Header,
        log_path: Path | None,
        refusal: str,
        machine: Machine | None = None,
    ) -> None:
        """`refusal` is the sentence that answers a command; `machine` is this one if not given."""
        self.header = header
        self.log_path = log_path
        self.machine: Machine = machine or find_machine()
        self.paused: frozenset[str] = frozenset()
        """Pauses are seen in the lanes' phases."""
        self.refusal = refusal
        """The sentence that answers a command."""

    def refuse(self, *_: object, **__: object) -> NoReturn:
        """Say why nothing can be told to this run; always raises `RunError`."""
        raise RunError(self.refusal)

    set_mode = pause = resume = restart = set_schedule = change_settings = mark = refuse

    def close(self) -> None:
        """Nothing runs."""
