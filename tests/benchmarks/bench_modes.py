"""Engine modes side by side, each beside the loop that its framework's best users would write.

`python -m tests.benchmarks modes`; of some workloads alone: `python -m tests.benchmarks.bench_modes
WORKLOAD ...`. A framework's modes and loops are measured in turn in one process (`mode_slices`). The
engine's time over the loop's is taken round by round, so that what else the machine does meets both; the
bound is for the median over the rounds. CPU time tells the two apart also where other processes keep the
cores busy.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence

import msgspec

from engines.lane import DEFAULT_MODE, MODES
from tests.benchmarks.best_loops import CHUNK, Taken
from tests.benchmarks.headless import python
from tests.benchmarks.mode_slices import BEST, COUNTED, ENGINE, Found, ModeTimes

WORKLOADS = ("digits-mlp", "digits-cnn")
ROUNDS = 12
BOUND = 1.02
WALL, CPU = 0, 1
Rounds = Sequence[Sequence[Taken]]


def main() -> None:
    """Print a line a mode: both times, their ratio with its bound, and the ratio to the default mode."""
    for workload in sys.argv[1:] or WORKLOADS:
        print(
            f"us a step on {workload}, median (minimum); {ROUNDS} rounds of {COUNTED} chunks, engine and "
            "loop in turn. The engine is fwdash's, alone; the best loop is what users of the framework "
            "write who want speed, from the page that is named"
        )
        for framework in MODES:
            out = python("-m", "tests.benchmarks.mode_slices", framework, workload, str(ROUNDS))
            found = msgspec.json.decode(out.splitlines()[-1], type=Found)
            default = found[DEFAULT_MODE[framework]]
            for mode, times in found.items():
                print(line(f"{framework}+{mode}", times, default), flush=True)


def line(lane: str, times: ModeTimes, default: ModeTimes) -> str:
    """One mode: its engine, its best loop, and both in proportion."""
    if times.failed:
        return f"{lane:<22} n/a: {times.failed}"
    engine = times.taken[ENGINE]
    text = f"{lane:<22} engine {microseconds(engine)}"
    if times is not default:
        text += f", {ratio(engine, default.taken[ENGINE]):.2f} of the default mode"
    if BEST not in times.taken:
        return f"{text}; no best loop is written down"
    best = times.taken[BEST]
    over = ratio(engine, best)
    verdict = "reached" if over <= BOUND else "MISSED"
    return (
        f"{text}; best loop {microseconds(best)}; engine / best loop {over:.3f} "
        f"(bound {BOUND:.2f}: {verdict}), of minima {least(engine) / least(best):.3f}, "
        f"of CPU time {ratio(engine, best, what=CPU):.3f}\n{'':<22} best loop: {times.best}"
    )


def microseconds(rounds: Rounds) -> str:
    every = [one[WALL] for each in rounds for one in each]
    return f"{statistics.median(every) / CHUNK * 1e6:.0f} ({least(rounds) / CHUNK * 1e6:.0f})"


def least(rounds: Rounds) -> float:
    return min(one[WALL] for each in rounds for one in each)


def ratio(over: Rounds, under: Rounds, what: int = WALL) -> float:
    """The median over the rounds of one's median over the other's."""
    pairs = zip(over, under, strict=False)
    return statistics.median(middle(a, what) / middle(b, what) for a, b in pairs)


def middle(chunks: Sequence[Taken], what: int) -> float:
    return statistics.median(one[what] for one in chunks)


if __name__ == "__main__":
    main()
