"""How late a watcher's screen is, and what ten watchers cost the run that they watch."""

from __future__ import annotations

import contextlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from bisect import bisect
from pathlib import Path

import pexpect
import pyte

from engines.events import Phase, Started, Steps, encode
from engines.runlog import LogReader, RunLog
from tests.benchmarks.headless import ROOT, ratio_line
from tests.tui.scripted import header

EVENTS = 40
"""Events whose way onto a screen is timed."""
WATCHERS = 10
PAIRS = 8
SLICE = 3.0
"""Seconds that the watchers watch, and then stand still."""
SETTLE = 12.0
"""Seconds after which all watchers have started and caught up."""
CODE = "from tui.cli import main; main(prog_name='fwdash')"
ENV = os.environ | {
    "PYTHONPATH": str(ROOT),
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "TEXTUAL_ANIMATIONS": "none",
}


def watcher(path: Path) -> pexpect.spawn:
    """`fwdash attach` on a pseudo-terminal."""
    return pexpect.spawn(
        sys.executable, ["-c", CODE, "attach", str(path)], env=ENV, dimensions=(36, 120)
    )


def latencies(folder: Path) -> list[float]:
    """Seconds from an event's being written to its step number's standing on a watcher's screen."""
    log = RunLog(folder / "latency.fwdash.jsonl")
    log.append(encode(header(("jax",))))
    log.append(
        encode(Started(lane="jax", at=0.0, pid=os.getpid(), attempt=1, device="cpu", mode="jit"))
        + encode(Phase(lane="jax", at=0.0, phase="training"))
    )
    screen = pyte.Screen(120, 36)
    stream = pyte.ByteStream(screen)
    child = watcher(log.path)

    def wait(text: str) -> None:
        while not any(text in line for line in screen.display):
            try:
                stream.feed(child.read_nonblocking(1 << 16, timeout=0.002))
            except pexpect.TIMEOUT:
                continue

    wait("watching")
    taken = []
    for number in range(EVENTS):
        time.sleep(0.21 + 0.013 * (number % 8))  # at any point between two frames
        first = 1 + 1000 * number
        began = time.monotonic()
        log.append(
            encode(
                Steps(
                    lane="jax", at=number + 1.0, first=first, losses=(1.0,) * 1000, counts=(1000,),
                    seconds=(0.2,), cpu_seconds=(0.2,), ends=(number + 1.0,),
                    lane_ends=(number + 1.0,), left_out=("",),
                )
            )
        )  # fmt: skip
        wait(f"{first + 999:,}")
        taken.append(time.monotonic() - began)
    child.kill(signal.SIGKILL)
    child.wait()
    log.close()
    return taken


def slices(folder: Path, pairs: int) -> tuple[list[float], list[float]]:
    """Median step in ms of one run, slice by slice: while watchers watch, and while they are halted.

    The slices take turns, so that what else the machine does weighs on both.
    """
    path = folder / "watched.fwdash.jsonl"
    run = subprocess.Popen(
        [sys.executable, "-c", CODE, "run", "jax", "--headless", "--steps", "100000000",
         "--out", str(path)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENV, cwd=ROOT,
    )  # fmt: skip
    while not path.exists() or b'"steps"' not in path.read_bytes():
        time.sleep(0.1)
    watchers = [watcher(path) for _ in range(WATCHERS)]
    over = threading.Event()
    reading = threading.Thread(target=_read, args=(watchers, over))
    reading.start()
    time.sleep(SETTLE)
    bounds = [time.time()]
    for number in range(2 * pairs):
        for child in watchers:
            child.kill(signal.SIGCONT if number % 2 == 0 else signal.SIGSTOP)
        time.sleep(SLICE)
        bounds.append(time.time())
    for child in watchers:
        child.kill(signal.SIGCONT)
    over.set()
    reading.join()
    run.terminate()
    run.wait()
    # The last event is written as the run ends: from it, the run's clock in terms of this one's.
    events = list(LogReader(path).events())
    began = path.stat().st_mtime - events[-1].at
    samples: list[list[float]] = [[] for _ in range(2 * pairs)]
    for event in events:
        if isinstance(event, Steps):
            for end, seconds, count, why in zip(
                event.ends, event.seconds, event.counts, event.left_out, strict=True
            ):
                number = bisect(bounds, began + end) - 1
                if not why and 0 <= number < 2 * pairs:
                    samples[number].append(seconds / count * 1000)
    for child in watchers:
        child.kill(signal.SIGKILL)
        child.wait()
    # On a machine that is busy with other things a slice may hold no clean sample.
    told = [(on, off) for on, off in zip(samples[::2], samples[1::2], strict=True) if on and off]
    if not told:
        raise SystemExit("no pair of slices has clean samples: the machine is too busy to tell")
    return [statistics.median(on) for on, _ in told], [statistics.median(off) for _, off in told]


def _read(watchers: list[pexpect.spawn], over: threading.Event) -> None:
    """Take what the watchers write, as a terminal would."""
    while not over.is_set():
        for child in watchers:
            with contextlib.suppress(pexpect.TIMEOUT, pexpect.EOF):
                child.read_nonblocking(1 << 16, timeout=0)
        over.wait(0.1)


def main() -> None:
    """Print the latency, and the ratio of step times with and without watchers."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    with tempfile.TemporaryDirectory() as name:
        taken = sorted(latencies(Path(name)))
        print(
            f"event written -> on a watcher's screen, {EVENTS} events: median "
            f"{statistics.median(taken) * 1000:.0f} ms, 95th percentile "
            f"{taken[int(len(taken) * 0.95)] * 1000:.0f} ms, largest {taken[-1] * 1000:.0f} ms",
            flush=True,
        )
        print(f"one run on {os.cpu_count()} cores, {pairs} pairs of slices of {SLICE} s")
        print(ratio_line(f"jax: {WATCHERS} watchers / none", *slices(Path(name), pairs), 1.01))


if __name__ == "__main__":
    main()
