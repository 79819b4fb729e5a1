"""Time opening and seeking a long log: `python tests/benchmarks/bench_replay.py [STEPS]`.

Writes a synthetic log of three lanes of a million steps each, in chunks as real workers send them,
and prints how long it takes until the dashboard is painted (cold: no index yet; warm: with it) and
until all is indexed, how long a seek takes in either direction (and of that, on the processor), how
late the event loop is while the index is being built, and what memory and disk that costs.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engines.replay.goals import AtTime
from engines.runlog.folder import index_path
from tests.benchmarks.long_log import write_long_log
from tui.app import FwdashApp
from tui.sources.replay import LEAP, Replay
from tui.views.log_tail import LINES

STEPS = 1_000_000
SEEKS = 100
PAUSE = 0.01
"""Seconds that the event loop is asked to wait; how late it comes back is how long a key may wait."""
MIB = 1 << 20


def main() -> None:
    """Print the figures."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else STEPS
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = folder
        log = Path(folder) / "long.fwdash.jsonl"
        size = write_long_log(log, steps)
        print(f"3 lanes of {steps:,} steps: {size / MIB:.0f} MiB of log")
        asyncio.run(_cold(log))
        print(f"index                            {index_path(log).stat().st_size / MIB:8.1f} MiB")
        asyncio.run(_warm(log))


async def _cold(log: Path) -> None:
    start = time.perf_counter()
    replay = Replay(log, 4.0)
    app = FwdashApp(replay)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        _say("opened and painted, no index", time.perf_counter() - start)
        late = []
        while replay.indexing.building:
            begin = time.perf_counter()
            await asyncio.sleep(PAUSE)
            late.append(time.perf_counter() - begin - PAUSE)
        _say("all indexed after", time.perf_counter() - start)
        if late:
            _say_spread("event loop late while it indexes", late)


async def _warm(log: Path) -> None:
    before = psutil.Process().memory_info().rss
    start = time.perf_counter()
    replay = Replay(log)
    app = FwdashApp(replay)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        _say("opened and painted, with index", time.perf_counter() - start)
        _seeks(replay, app)
        replay.speed, replay.playing = 64.0, True
        replay.to_time(replay.total / 2)
        ticks = []
        for _ in range(30):
            await asyncio.sleep(0.1)
            begin = time.perf_counter()
            app.tick()
            ticks.append(time.perf_counter() - begin)
        _say_spread("a tick of playing at 64x", ticks)
    grown = psutil.Process().memory_info().rss - before
    print(f"memory of the process grew by {grown / MIB:8.1f} MiB (mapped index included)")


def _seeks(replay: Replay, app: FwdashApp) -> None:
    """Seek as a key does, all work in one go, to places that are evenly spread over the run."""
    chosen = random.Random(0)
    took: dict[str, list[float]] = {"forwards": [], "backwards": []}
    spent: list[float] = []
    here = 0.0
    for _ in range(SEEKS):
        there = chosen.uniform(0, replay.total)
        goal = AtTime(there)
        begin, cpu = time.perf_counter(), time.process_time()
        output = replay.fold.start(goal, LINES, LEAP)
        if output is not None:
            app.log_tail.become(output.before, output.events)
        app.log_tail.add(replay.fold.advance(goal, float("inf"))[0])
        spent.append(time.process_time() - cpu)
        took["forwards" if there > here else "backwards"].append(time.perf_counter() - begin)
        here = there
    for way, seconds in took.items():
        _say_spread(f"seek {way}", seconds)
    _say_spread("processor time of a seek", spent)


def _say(what: str, seconds: float) -> None:
    print(f"{what:<33}{seconds:8.2f} s", flush=True)


def _say_spread(what: str, seconds: list[float]) -> None:
    p50, worst = statistics.median(seconds) * 1e3, max(seconds) * 1e3
    print(
        f"{what:<33}{p50:8.1f} ms median, {worst:.1f} ms at most, {len(seconds)} times", flush=True
    )


if __name__ == "__main__":
    main()
