"""Where the run log of the next run goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engines.errors import RunError, UsageError
from engines.runlog.folder import default_path
from engines.runlog.listing import check_idle
from engines.runlog.writer import RunLog
from engines.safe_text import printable

if TYPE_CHECKING:
    from tui.sources.source import Source


@dataclass(frozen=True)
class LogPlace:
    """What --out, --overwrite, --no-log and --tensorboard come to."""

    out: Path | None = None
    """None for the default place."""
    overwrite: bool = False
    keep: bool = True
    tensorboard: Path | None = None
    """The folder for event files for TensorBoard of this run and of those after it, if any."""

    def check(self) -> None:
        """Raises `UsageError` or `RunError` for what can be known before there is a run."""
        if self.out is not None and not self.keep:
            raise UsageError("--out and --no-log contradict one another: give one of them.")
        if self.out is not None and self.out.exists() and not self.overwrite:
            raise RunError(f"{self.out} is there already: choose another name, or add --overwrite.")
        if self.out is not None and self.overwrite:
            check_idle(self.out, "overwrite")
        if self.tensorboard is not None:
            from tui.sources.tensorboard_tee import check_folder

            check_folder(self.tensorboard)

    def written_too(self, source: Source) -> Source:
        """The source, with event files for TensorBoard if they are asked for; raises as `teed`."""
        if self.tensorboard is None:
            return source
        from tui.sources.tensorboard_tee import teed

        return teed(source, self.tensorboard)

    def open(self, run_id: str) -> RunLog:
        """The log of a run; raises `RunError` if it cannot be written, or another run may still be
        writing there."""
        if self.out is not None and self.overwrite:
            check_idle(self.out, "overwrite")
        return RunLog(self.out or default_path(run_id), overwrite=self.overwrite)

    def after(self) -> LogPlace:
        """Where a further run's log goes: never into the file of the one before."""
        return LogPlace(keep=self.keep, tensorboard=self.tensorboard)

    @property
    def arguments(self) -> tuple[str, ...]:
        """What says the same on the command line."""
        too = () if self.tensorboard is None else ("--tensorboard", str(self.tensorboard))
        if not self.keep:
            return ("--no-log", *too)
        if self.out is None:
            return too
        return ("--out", str(self.out), *(("--overwrite",) if self.overwrite else ()), *too)

    @property
    def sentence(self) -> str:
        """What becomes of the log, for a person."""
        too = (
            f" TensorBoard gets it in {printable(str(self.tensorboard))}."
            if self.tensorboard
            else ""
        )
        if not self.keep:
            return "No run log is kept, as asked for with --no-log." + too
        where = (
            printable(str(self.out))
            if self.out
            else f"{default_path('').parent}, under a name of its own"
        )
        return f"The run log goes to {where}." + too
