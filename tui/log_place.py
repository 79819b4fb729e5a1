"""Where the run log of the next run goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engines.errors import RunError, UsageError
from engines.recorded import default_path
from engines.runlog import RunLog


@dataclass(frozen=True)
class LogPlace:
    """What --out, --overwrite and --no-log come to."""

    out: Path | None = None
    """None for the default place."""
    overwrite: bool = False
    keep: bool = True

    def check(self) -> None:
        """Raises `UsageError` or `RunError` for what can be known before there is a run."""
        if self.out is not None and not self.keep:
            raise UsageError("--out and --no-log contradict one another: give one of them.")
        if self.out is not None and self.out.exists() and not self.overwrite:
            raise RunError(f"{self.out} is there already: choose another name, or add --overwrite.")

    def open(self, run_id: str) -> RunLog:
        """The log of a run; raises `RunError` if it cannot be written."""
        return RunLog(self.out or default_path(run_id), overwrite=self.overwrite)

    def after(self) -> LogPlace:
        """Where a further run's log goes: never into the file of the one before."""
        return LogPlace(keep=self.keep)

    @property
    def arguments(self) -> tuple[str, ...]:
        """What says the same on the command line."""
        if not self.keep:
            return ("--no-log",)
        if self.out is None:
            return ()
        return ("--out", str(self.out), *(("--overwrite",) if self.overwrite else ()))

    @property
    def sentence(self) -> str:
        """What becomes of the log, for a person."""
        if not self.keep:
            return "No run log is kept, as asked for with --no-log."
        where = str(self.out) if self.out else f"{default_path('').parent}, under a name of its own"
        return f"The run log goes to {where}."
