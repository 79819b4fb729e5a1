"""What recording the screen costs: time of the UI thread, and training with it on and off. Prints only.

    python -m tests.benchmarks.bench_recording [seconds]

The dashboard of `bench_ui` (three scripted lanes, 2,000 steps a second each) runs on a pty. First its UI
thread's CPU time is taken in slices with and without a recording, and the time inside the tee itself is
counted. Then a real lane trains under the real dashboard, whose recording hears what is painted in some
slices of time and not in others.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType
from typing import Any

from tests.benchmarks.bench_ui import ROOT, Terminal, live_source
from tests.benchmarks.switched import ON, begin, print_costs, take_slices

SECONDS = 120.0
SLICE = 1.5
"""Seconds with the recording on, then as many with it off, for the UI thread's time."""
BOUND_THREAD, BOUND_TRAINING = 0.01, 1.01
HEAR, HEAR_NOT = signal.SIGUSR1, signal.SIGUSR2


def child(report: str) -> None:
    """Run the dashboard on the terminal it was given; a timer switches the recording on and off."""
    from tui.app import FwdashApp
    from tui.film.casts import recording as recorder
    from tui.film.casts.recording import Recording

    class Timed(Recording):
        """Counts the CPU time that the UI thread spends on what is written."""

        spent = 0.0

        def _wrote(self, data: str) -> None:
            began = time.thread_time()
            super()._wrote(data)
            Timed.spent += time.thread_time() - began

    recorder.Recording = Timed  # type: ignore[misc]
    import tui.film.casts.recording_app as recording_app

    recording_app.Recording = Timed  # type: ignore
    app = FwdashApp(live_source())  # type: ignore[arg-type]
    app.casts = Path(report).parent
    cpu: dict[bool, list[float]] = {True: [], False: []}
    last = [0.0, 0.0]

    def turn() -> None:
        on = app.recording is not None
        thread, wall = time.thread_time(), time.monotonic()
        if last[1]:
            cpu[on].append((thread - last[0]) / (wall - last[1]))
        if on:
            app.stop_recording()
        else:
            app.action_record_screen()
        last[:] = [time.thread_time(), time.monotonic()]

    app.call_later(lambda: app.set_timer(3.0, lambda: app.set_interval(SLICE, turn)))
    app.run()
    casts = sum(path.stat().st_size for path in Path(report).parent.glob("*.cast"))
    Path(report).write_text(
        json.dumps(
            {
                "on": cpu[True], "off": cpu[False], "tee": Timed.spent,
                "seconds": SLICE * len(cpu[True]), "bytes": casts,
            }
        )
    )  # fmt: skip


def thread_cost(seconds: float) -> None:
    """The UI thread with and without."""
    with tempfile.TemporaryDirectory() as folder:
        report = str(Path(folder) / "report.json")
        terminal = Terminal(120, 40, [sys.executable, __file__, "--child", report])
        terminal.until(b"digits-mlp")
        terminal.drain(3 + seconds)
        terminal.close()
        told = json.loads(Path(report).read_text())
    on, off = statistics.median(told["on"]), statistics.median(told["off"])
    share = told["tee"] / told["seconds"]
    verdict = "reached" if share < BOUND_THREAD else "MISSED"
    print(
        f"UI thread, 120x40: {off:.2%} of a core without, {on:.2%} with a recording, medians of "
        f"{len(told['off'])} and {len(told['on'])} slices of {SLICE} s\n"
        f"of that inside the tee: {share:.3%} (bound {BOUND_THREAD:.0%}: {verdict}); "
        f"{told['bytes'] / told['seconds'] / 1024:.1f} KiB/s written"
    )


def training_child(lane: str, log: str) -> None:
    """`fwdash run`, whose recording hears what is painted, or nothing after a signal."""
    import tui.film.casts.recording_app as recording_app
    from tui.cli import main
    from tui.film.casts.recording import Recording
    from tui.film.casts.tee_driver import listen

    class Switched(Recording):
        """Recording goes on all the time; its tee is what is switched."""

        def hear(self, number: int, frame: FrameType | None) -> None:
            listen(self._driver, self._wrote if number == HEAR else None)

        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            for number in (HEAR, HEAR_NOT):
                signal.signal(number, self.hear)

    recording_app.Recording = Switched  # type: ignore
    main(["run", lane, "--out", log], prog_name="fwdash")


def training_cost(lane: str, seconds: float) -> None:
    """Steps of a real lane under the dashboard, the recording on and off in turns."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "a.fwdash.jsonl"
        os.environ["XDG_STATE_HOME"] = folder
        terminal = Terminal(120, 40, [sys.executable, __file__, "--training-child", lane, str(log)])
        begin(log, terminal.drain)
        terminal.drain(3)
        os.write(terminal.master, b"R")
        terminal.drain(3)
        cast = next((Path(folder) / "fwdash" / "casts").glob("*.cast"), None)
        if cast is None:
            terminal.close()
            raise SystemExit("the recording did not begin: the machine is too busy")
        recorded = cast.stat().st_size
        slices = take_slices(
            lambda how: terminal.process.send_signal(HEAR if how == ON else HEAR_NOT),
            seconds,
            wait=terminal.drain,
        )
        recorded = cast.stat().st_size - recorded
        terminal.close()
        print_costs(f"{lane}: screen recorded / not", log, slices, BOUND_TRAINING)
        on = sum(one.ended - one.began for one in slices if one.condition == ON)
        print(f"  {recorded / on / 1024:.1f} KiB/s written while it was on")


def main() -> None:
    """Both measurements."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    thread_cost(seconds / 4)
    training_cost("torch", seconds)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2])
    elif sys.argv[1:2] == ["--training-child"]:
        training_child(*sys.argv[2:])
    else:
        main()
