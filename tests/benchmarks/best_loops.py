"""Each framework's training loops as its best users write them, not as the engines are.

`python -m tests.benchmarks.best_loops LANE WORKLOAD STEPS` prints `ready` when it begins to train, then
the median step in milliseconds over chunks of ten steps. Batches, cores and threads are those of a lane;
a chunk begins with arrays in host memory and ends with its losses as Python numbers. The workload's loss
is cross entropy, its optimizer `sgd` with momentum or `adam`.
"""

from __future__ import annotations

import importlib
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from engines.cores import use_cores
from engines.device import Device, find_machine, parse_device
from engines.frameworks.engine import Batch
from engines.lane import Lane, parse_lane
from engines.supervisor.launch import environment
from engines.workloads.batches import BatchOrder
from engines.workloads.workload import Workload

CHUNK = 10
SEED = 0
MOMENTUM = 0.9
FILES = {"torch": "best_torch", "keras": "best_keras", "jax": "best_jax"}
LABELS = {"torch": np.int64, "keras": np.int32, "jax": np.int32}
"""The type in which a framework's users hold their labels."""

Chunk = Sequence[Batch]
Train = Callable[[Chunk], list[float]]
"""Trains on the batches of a chunk, a step each, and returns their losses."""
Taken = tuple[float, float]
"""Wall seconds and CPU seconds of the process that a chunk took."""
Slice = Callable[[Sequence[Chunk]], list[Taken]]
"""Trains on several chunks and returns what each took."""
Maker = Callable[[Workload], Slice]
"""Makes a loop with a model and an optimizer of its own; its docstring says whose it is."""


def makers(framework: str) -> dict[str, Maker]:
    """Mode -> what makes its best loop; imports the framework."""
    found: dict[str, Maker] = importlib.import_module(f"tests.benchmarks.{FILES[framework]}").LOOPS
    return found


def now() -> Taken:
    return time.perf_counter(), time.process_time()


def since(before: Taken) -> Taken:
    wall, cpu = now()
    return wall - before[0], cpu - before[1]


def by_chunk(train: Train) -> Slice:
    """A loop that is timed chunk by chunk."""

    def run(chunks: Sequence[Chunk]) -> list[Taken]:
        found = []
        for chunk in chunks:
            before = now()
            losses = train(chunk)
            found.append(since(before))
            assert len(losses) == len(chunk)
        return found

    return run


def chunks_of(workload: Workload, labels: type) -> Iterator[Chunk]:
    """The batches of a lane, chunk by chunk, without end."""
    data = workload.data()
    y_train = data.y_train.astype(labels)
    order = BatchOrder(len(data.x_train), workload.batch_size, SEED)
    step = 0
    while True:
        chosen = [order.batch(step + n) for n in range(CHUNK)]
        yield [(data.x_train[at], y_train[at]) for at in chosen]
        step += CHUNK


def be_a_lane(text: str) -> tuple[Lane, Device]:
    """Take the cores and the environment of a lane; to be called before a framework is imported."""
    lane = parse_lane(text)
    device = parse_device(lane.device, find_machine())
    use_cores(device.cores, all_threads=False)
    os.environ |= environment(device, len(device.cores))
    return lane, device


def main() -> None:
    """Train alone with the best loop of one mode."""
    lane, _ = be_a_lane(sys.argv[1])
    from engines.workloads.catalogue import load

    workload = load(sys.argv[2])
    known = makers(lane.framework)
    if lane.mode not in known:
        raise SystemExit(f"No best loop is known for {lane}: there is one for {', '.join(known)}.")
    run = known[lane.mode](workload)
    chunks = chunks_of(workload, LABELS[lane.framework])
    print("ready", flush=True)
    seconds = [run([next(chunks)])[0][0] for _ in range(0, int(sys.argv[3]), CHUNK)]
    print(statistics.median(seconds[2:]) / CHUNK * 1000)


if __name__ == "__main__":
    main()
