"""What the terminal says once the dashboard has left it: what the run came to, and what to do next."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from engines.run.run import Run
from engines.run.summary import summarise
from engines.runlog.folder import run_name, runs_folder
from engines.safe_text import printable
from engines.study.plan import STUDY_OF_DEMOS
from tui.plain.demo_table import measured_text
from tui.plain.summary_table import summary_table


def say_farewell(run: Run, log: Path | None, written: Sequence[Path] = ()) -> None:
    """Print it, if any worker was started; a terminal that is gone does not matter.

    Args:
        run: What is known of the run that was left.
        log: Its run log, None if none is kept.
        written: Pictures that were made of the screen.
    """
    if not any(worker.attempt for worker in run.workers.values()):
        return
    with contextlib.suppress(OSError):
        width = shutil.get_terminal_size().columns
        print(farewell(run, log, written, width), file=sys.__stdout__, flush=True)


def farewell(run: Run, log: Path | None, written: Sequence[Path], width: int) -> str:
    """The summary in a terminal of that width, where its log is, and the commands for it."""
    study = run.header.study
    if study is not None and study.name == STUDY_OF_DEMOS:
        lines = [measured_text(run)]
    else:
        lines = [summary_table(summarise(run, None), width)]
    lines += [f"picture of the screen: {printable(str(path))}" for path in written]
    if log is None:
        lines.append("no run log was kept")
    else:
        name = run_name(log) if log.parent == runs_folder() else shlex.quote(printable(str(log)))
        lines.append(f"run log: {printable(str(log))}")
        report = "" if study else f"fwdash report {name}   "
        lines.append(f"{report}fwdash replay {name}")
    return "\n".join(lines)
