"""The runs that go on now."""

from __future__ import annotations

from pathlib import Path

from engines.errors import RunError, UsageError
from engines.runlog.folder import being_written, logged_runs, run_name, runs_folder
from engines.runlog.writing import Writing, writing


def live_runs() -> list[Path]:
    """The run logs in the folder that are being written, newest first."""
    return [path for path in logged_runs() if being_written(path)]


def only_run() -> Path:
    """The run that goes on.

    Raises:
        RunError: If none does.
        UsageError: If several do.
    """
    runs = live_runs()
    unknown = [run_name(path) for path in logged_runs() if writing(path) is Writing.NOT_KNOWN]
    if not runs and unknown:
        raise UsageError(
            f"Whether any of these is still being written is not known, name one: "
            f"{', '.join(unknown[:6])}. Of each, {Writing.NOT_KNOWN.sentence}."
        )
    if not runs:
        raise RunError(
            f"No run is going on whose log is in {runs_folder()}. One started with --out FILE is "
            "watched with `fwdash attach FILE`; one started with --no-log cannot be watched."
        )
    if len(runs) > 1:
        names = ", ".join(map(run_name, runs))
        raise UsageError(f"{len(runs)} runs are going on, name one of them: {names}.")
    return runs[0]
