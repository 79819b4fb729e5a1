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
from pathlib import Path

import pexpect
import psutil
import pyte

from engines.device import find_machine
from engines.events import Phase, Started, Steps, encode
from engines.runlog.writer import RunLog
from tests.benchmarks.headless import ROOT
from tests.benchmarks.switched import CONTROL, LEAD, OFF, ON, begin, print_costs, take_slices
from tests.tui.scripted import header

EVENTS = 40
"""Events whose way onto a screen is timed."""
WATCHERS = 10
SECONDS = 120.0
BUSY_CORE = "busy core"
BUSY = "import os, sys; os.sched_setaffinity(0, {int(sys.argv[1])}); os.nice(5)\nwhile True: pass"
LENGTH = 0.5
"""Seconds of a slice: in a shorter one, watchers would mostly catch up."""
STEADY = 8.0
"""Seconds of undisturbed watching over which the watchers' own CPU time is taken."""
SETTLE = 15.0
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


def cost(folder: Path, seconds: float) -> None:
    """Print what one run's steps cost while watchers watch, over those while they are halted.

    A process that keeps the dashboard's core busy is halted in all slices but its own: what it costs,
    the machine takes for any use of a core beside the training's. Watchers that go on after a halt
    also fold what they missed, so a slice of theirs holds more work than the same time of watching.
    """
    path = folder / "watched.fwdash.jsonl"
    run = subprocess.Popen(
        [sys.executable, "-c", CODE, "run", "torch", "--headless", "--steps", "100000000",
         "--out", str(path)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENV, cwd=ROOT,
    )  # fmt: skip
    begin(path)
    watchers = [watcher(path) for _ in range(WATCHERS)]
    core = min(find_machine().dashboard_cores)
    busy = subprocess.Popen([sys.executable, "-c", BUSY, str(core)])
    over = threading.Event()
    reading = threading.Thread(target=_read, args=(watchers, over))
    reading.start()

    def switch(condition: str) -> None:
        busy.send_signal(signal.SIGCONT if condition == BUSY_CORE else signal.SIGSTOP)
        for child in watchers:
            child.kill(signal.SIGCONT if condition == ON else signal.SIGSTOP)

    try:
        busy.send_signal(signal.SIGSTOP)
        time.sleep(SETTLE)
        watched = sum(map(_cpu_seconds, watchers))
        time.sleep(STEADY)
        watched = (sum(map(_cpu_seconds, watchers)) - watched) / STEADY
        before = sum(map(_cpu_seconds, watchers))
        slices = take_slices(switch, seconds, (OFF, ON, CONTROL, BUSY_CORE), length=LENGTH)
        sliced = sum(map(_cpu_seconds, watchers)) - before
    finally:
        over.set()
        reading.join()
        busy.kill()
        busy.wait()
        for child in watchers:
            child.kill(signal.SIGKILL)
            child.wait()
        run.terminate()
        run.wait()
    sliced /= sum(one.ended - one.began + LEAD for one in slices if one.condition == ON)
    print_costs(f"torch: {WATCHERS} watchers / none", path, slices, 1.01, (BUSY_CORE,))
    print(f"  the watchers take {watched:.0%} of core {core}; in these slices it was {sliced:.0%}")


def _cpu_seconds(child: pexpect.spawn) -> float:
    """CPU time of a watcher so far."""
    times = psutil.Process(child.pid).cpu_times()
    return float(times.user + times.system)


def _read(watchers: list[pexpect.spawn], over: threading.Event) -> None:
    """Take what the watchers write, as a terminal would."""
    while not over.is_set():
        for child in watchers:
            with contextlib.suppress(pexpect.TIMEOUT, pexpect.EOF):
                child.read_nonblocking(1 << 16, timeout=0)
        over.wait(0.1)


def main() -> None:
    """Print the latency, and the ratio of step times with and without watchers."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with tempfile.TemporaryDirectory() as name:
        taken = sorted(latencies(Path(name)))
        print(
            f"event written -> on a watcher's screen, {EVENTS} events: median "
            f"{statistics.median(taken) * 1000:.0f} ms, 95th percentile "
            f"{taken[int(len(taken) * 0.95)] * 1000:.0f} ms, largest {taken[-1] * 1000:.0f} ms",
            flush=True,
        )
        cost(Path(name), seconds)


if __name__ == "__main__":
    main()
