"""One framework's engine modes and best loops in turn in one process: the machine's noise meets all alike.

`python -m tests.benchmarks.mode_slices FRAMEWORK WORKLOAD ROUNDS [MODE ...]` prints `Found` as JSON. Each
round has a slice of every mode: some chunks of the engine and some of the best loop, the first of
which counts not. All get the same kind of batches.
"""

from __future__ import annotations

import random
import sys
import time
from itertools import islice

import msgspec

from engines.frameworks.engine import Engine
from engines.lane import MODES
from tests.benchmarks.bare import engine_of
from tests.benchmarks.best_loops import (
    LABELS,
    Chunk,
    Maker,
    Slice,
    Taken,
    be_a_lane,
    by_chunk,
    chunks_of,
    makers,
)

COUNTED = 5
"""Chunks of a slice that count."""
SECONDS = 60.0
"""What a mode gets at most, so that one that is op by op ends."""
ENGINE, BEST = "engine", "best loop"


class ModeTimes(msgspec.Struct):
    """What each counted chunk took, round by round."""

    best: str
    """Whose loop it is beside: where it is written down; or that there is none."""
    taken: dict[str, list[list[Taken]]]
    """ENGINE or BEST -> a list a round."""
    failed: str = ""
    """Why the mode does not run here."""


Found = dict[str, ModeTimes]
"""Mode -> what was measured."""


class Rivals:
    """An engine in one of its modes and the best loop of that mode."""

    def __init__(self, engine: Engine, mode: str, maker: Maker | None, best: Slice | None) -> None:
        self.engine = engine
        self.mode = mode
        said = (maker.__doc__ or "").strip().splitlines() if maker else []
        self.times = ModeTimes(said[0] if said else "", {ENGINE: []} | ({BEST: []} if best else {}))
        self.runs: dict[str, Slice] = {ENGINE: by_chunk(self.train)} | (
            {BEST: best} if best else {}
        )
        self.left = SECONDS

    def train(self, chunk: Chunk) -> list[float]:
        return self.engine.train(chunk)

    def round(self, chunks: list[Chunk], order: list[str]) -> None:
        """A slice of each, in `order`."""
        if self.times.failed or self.left <= 0:
            return
        began = time.monotonic()
        try:
            self.engine.switch(self.mode)
            for name in order:
                if name in self.runs:
                    self.times.taken[name].append(self.runs[name](chunks)[1:])
        except Exception as error:
            self.times.failed = str(error).strip().splitlines()[0]
        self.left -= time.monotonic() - began


def main() -> None:
    """Measure all modes, or those named."""
    framework, name, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    lane, device = be_a_lane(framework)
    from engines.workloads.catalogue import load

    workload = load(name)
    engine = engine_of(lane, device, workload)
    known = makers(framework)
    rivals = []
    for mode in sys.argv[4:] or MODES[framework]:
        maker = known.get(mode)
        rivals.append(Rivals(engine, mode, maker, maker(workload) if maker else None))
    endless = chunks_of(workload, LABELS[framework])
    chance = random.Random(0)
    for number in range(rounds + 1):
        chunks = list(islice(endless, COUNTED + 1))
        order = [ENGINE, BEST] if number % 2 else [BEST, ENGINE]
        for one in chance.sample(rivals, len(rivals)):
            one.round(chunks, order)
            if not number:  # it has compiled
                one.times.taken = {name: [] for name in one.times.taken}
                one.left = SECONDS
    print(msgspec.json.encode({one.mode: one.times for one in rivals}).decode())


if __name__ == "__main__":
    main()
