"""The runs that go on now, and keeping out of their way."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from engines.cores import use_cores
from engines.device import Machine
from engines.errors import RunError, UsageError
from engines.recorded import being_written, recorded, run_name, runs_folder

NICE = 5
"""How much a watcher's process gives way to those that train."""


def going_on() -> list[Path]:
    """The run logs in the folder that are being written, newest first."""
    return [path for path in recorded() if being_written(path)]


def only_run() -> Path:
    """The run that goes on.

    Raises:
        RunError: If none does.
        UsageError: If several do.
    """
    runs = going_on()
    if not runs:
        raise RunError(
            f"No run is going on whose log is in {runs_folder()}. One started with --out FILE is "
            "watched with `fwdash attach FILE`; one started with --no-log cannot be watched."
        )
    if len(runs) > 1:
        names = ", ".join(map(run_name, runs))
        raise UsageError(f"{len(runs)} runs are going on, name one of them: {names}.")
    return runs[0]


def give_way(machine: Machine) -> None:
    """Keep this process to the dashboard's core, and behind the training even there."""
    use_cores(machine.dashboard_cores, all_threads=True)
    with contextlib.suppress(OSError):
        os.nice(NICE)
