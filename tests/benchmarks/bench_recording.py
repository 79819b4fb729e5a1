"""What recording the screen costs: time of the UI thread, and training with it on and off. Prints only.

    python -m tests.benchmarks.bench_recording [seconds]

The dashboard of `bench_ui` (three scripted lanes, 2,000 steps a second each) runs on a pty. First its UI
thread's CPU time is taken in slices with and without a recording, and the time inside the tee itself is
counted. Then a real lane trains under the real dashboard, and the recording is switched on and off from
slice to slice, so that drift of the machine hits both.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from bisect import bisect
from pathlib import Path

from tests.benchmarks.bench_ui import ROOT, Terminal, live_source

SLICE = 1.5
"""Seconds with the recording on, then as many with it off."""
BOUND_THREAD, BOUND_TRAINING = 0.01, 0.01


def child(report: str) -> None:
    """Run the dashboard on the terminal it was given; a timer switches the recording on and off."""
    from tui.app import FwdashApp
    from tui.recorder import recording as recorder
    from tui.recorder.recording import Recording

    class Timed(Recording):
        """Counts the CPU time that the UI thread spends on what is written."""

        spent = 0.0

        def _wrote(self, data: str) -> None:
            began = time.thread_time()
            super()._wrote(data)
            Timed.spent += time.thread_time() - began

    recorder.Recording = Timed  # type: ignore[misc]
    import tui.recorder.recording_app as recording_app

    recording_app.Recording = Timed  # type: ignore[misc]
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


def training_cost(lane: str, seconds: float) -> None:
    """Median step of a real lane under the dashboard, recording on and off in turns."""
    from engines.events import Steps
    from engines.runlog import LogReader

    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "a.fwdash.jsonl"
        code = "from tui.cli import main; main(prog_name='fwdash')"
        os.environ["XDG_STATE_HOME"] = folder
        terminal = Terminal(120, 40, [sys.executable, "-c", code, "run", lane, "--out", str(log)])
        while not log.exists() or b'"event":"steps"' not in log.read_bytes():
            terminal.drain(0.2)
        terminal.drain(5)
        began, turns = time.monotonic(), []
        while time.monotonic() - began < seconds:
            os.write(terminal.master, b"R")
            turns.append(time.time())
            terminal.drain(SLICE)
        terminal.close()
        header, *events = LogReader(log).events()
        assert header.at == 0.0
    from datetime import datetime

    started = datetime.fromisoformat(header.started_at).timestamp()  # type: ignore[union-attr]
    for name in ("seconds", "cpu_seconds"):
        slices: list[list[float]] = [[] for _ in turns]
        for event in events:
            if not isinstance(event, Steps):
                continue
            for end, spent, count, out in zip(
                event.ends, getattr(event, name), event.counts, event.left_out, strict=True
            ):
                number = bisect(turns, started + end) - 1
                # The first tenths of a slice still hold the key and the toast.
                if number >= 0 and not out and started + end - turns[number] > 0.4:
                    slices[number].append(spent / count)
        print(ratio_text(f"{lane}: median {name.replace('_', ' ')} a step", slices))


def ratio_text(what: str, slices: list[list[float]]) -> str:
    """Recording on over off, slice by slice, on first; seconds a step in each."""
    pairs = [
        (statistics.median(on), statistics.median(off))
        for on, off in zip(slices[::2], slices[1::2], strict=False)
        if on and off
    ]
    ratios = sorted(on / off for on, off in pairs)
    middle = statistics.median(ratios)
    half = max(1, round(len(ratios) ** 0.5))  # about a 95 % interval of the median
    low = ratios[max(0, len(ratios) // 2 - half)]
    high = ratios[min(len(ratios) - 1, len(ratios) // 2 + half)]
    verdict = "reached" if high - 1 <= BOUND_TRAINING else "not shown"
    return (
        f"{what}: {statistics.median(on for on, _ in pairs) * 1e3:.4f} ms while recording, "
        f"{statistics.median(off for _, off in pairs) * 1e3:.4f} ms without; ratio {middle:.4f} "
        f"[{low:.4f}, {high:.4f}] over {len(pairs)} pairs (bound {1 + BOUND_TRAINING:.2f}: {verdict})"
    )


def main() -> None:
    """Both measurements."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 40.0
    thread_cost(seconds)
    training_cost("torch", seconds * 2)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2])
    else:
        main()
