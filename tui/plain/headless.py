"""A run without a screen: progress on stderr, the summary on stdout."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from types import FrameType

from engines.events import CompileFailed, Crashed, Logged, Noted
from engines.lane import in_mode
from engines.phases import RUNNING, PhaseName
from engines.run.lane_state import LaneState
from engines.run.run import Run
from engines.run.summary import summarise
from tui.plain.summary_table import print_summary
from tui.sources.source import Source
from tui.views.turning_news import TurningNews

TICK = 0.05
"""Seconds between two looks at what the workers said."""
LINE_EVERY_TTY = 0.2
FEW_CELLS = 6
"""Of so many cells each has its word in the progress line."""
LINE_EVERY = 2.0
"""Seconds between two progress lines where stderr is no terminal."""


class Progress:
    """One line that tells how far each lane is; on a terminal it is written over."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._tty = sys.stderr.isatty()
        self._written = 0.0
        self._open = False
        self._turning = TurningNews(run)

    def show(self, now: float, *, last: bool = False) -> None:
        """Write the line if it is due, and once that the test loss has turned up."""
        for line in self._turning.news():
            self.say(f"fwdash: {line}")
        if now - self._written < (LINE_EVERY_TTY if self._tty else LINE_EVERY) and not last:
            return
        self._written = now
        recipe = self._run.header.recipe
        steps = recipe.steps if recipe else None
        told = [_lane_progress(lane, steps) for lane in self._run.lanes.values()]
        told += _cells_progress(self._run)
        text = f"{self._run.at:6.1f} s  " + "   ".join(told)
        if self._tty:
            width = os.get_terminal_size(sys.stderr.fileno()).columns if self._tty else 0
            _err("\r\x1b[K" + text[: max(10, width - 1)] + ("\n" if last else ""))
            self._open = not last
        else:
            _err(text + "\n")

    def say(self, text: str) -> None:
        """Write a line of its own."""
        _err(("\r\x1b[K" if self._open else "") + text + "\n")
        self._open = False


def _err(text: str) -> None:
    """Write to stderr; a reader that is gone does not end the run."""
    with contextlib.suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()


def _cells_progress(run: Run) -> list[str]:
    """A word a cell, or of many cells how many are done and which are measured now."""
    cells = list(run.cells.values())
    if len(cells) <= FEW_CELLS:
        return [f"{cell.id} {cell.outcome or cell.phase}" for cell in cells]
    done = sum(cell.status != RUNNING for cell in cells)
    now = [cell.id for cell in cells if cell.attempt and cell.status == RUNNING]
    left = (len(cells) - done) * run.at / done if done else None
    time_left = "" if left is None else f", about {left:.0f} s left"
    return [f"{done} of {len(cells)} cells done{time_left}", *now]


def _lane_progress(lane: LaneState, steps: int | None) -> str:
    loss = "n/a" if lane.loss_now is None else f"{lane.loss_now:.5f}"
    of = f"/{steps}" if steps else ""
    doing = "" if lane.phase == PhaseName.TRAINING else f" {lane.phase}"
    return f"{in_mode(lane.id, lane.mode_label)} {lane.step}{of} loss {loss}{doing}"


def run_headless(supervisor: Source, *, as_json: bool) -> int:
    """Run to the end or to a signal; 0 only if every lane and cell finished and every loss was finite,
    128 + n after a signal."""
    run, caught = watched(supervisor)
    summary = summarise(run, str(supervisor.log_path) if supervisor.log_path else None)
    print_summary(summary, as_json=as_json)
    if caught:
        return 128 + caught
    finished = all(one.status == PhaseName.FINISHED for one in run.workers.values())
    return 0 if finished and not any(lane.diverged for lane in run.lanes.values()) else 1


def watched(supervisor: Source) -> tuple[Run, int]:
    """What was known when it came to its end or a signal ended it, and that signal; 0 for none."""
    caught: list[int] = []

    def catch(number: int, frame: FrameType | None) -> None:
        caught.append(number)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, catch) for number in numbers}
    run = Run(supervisor.header)
    progress = Progress(run)
    try:
        supervisor.start()
        while not run.ended and not caught:
            time.sleep(TICK)
            _take(supervisor, run, progress)
            progress.show(time.monotonic())
    finally:
        supervisor.close()
    _take(supervisor, run, progress)
    progress.show(time.monotonic(), last=True)
    for number, handler in before.items():
        signal.signal(number, handler)
    return run, caught[0] if caught else 0


def _take(supervisor: Source, run: Run, progress: Progress) -> None:
    for event in supervisor.drain():
        run.apply(event)
        match event:
            case Crashed(lane=lane, reason=reason, last_lines=lines):
                progress.say(
                    f"fwdash: {'lane' if lane in run.lanes else 'cell'} {lane} crashed: {reason}"
                )
                for line in lines[-4:]:
                    progress.say(f"    {line}")
            case CompileFailed(lane=lane, gave_up=False, error=error):
                progress.say(f"fwdash: lane {lane}: {event.what}: {error}")
            case Noted(lane=lane, text=text):
                progress.say(f"fwdash: {lane}: {text}")
            case Logged(lane="", line=line):
                progress.say(f"fwdash: {line}")
