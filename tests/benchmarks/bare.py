"""The same engine's loop without fwdash around it: `python -m tests.benchmarks.bare LANE WORKLOAD STEPS`.

Prints `ready` when it begins to train, then the median step in milliseconds, over chunks of ten steps,
the device synchronised after each.
"""

from __future__ import annotations

import importlib
import os
import statistics
import sys
import time

from engines.cores import use_cores
from engines.device import Device, find_machine, parse_device
from engines.framework_names import ENGINES
from engines.frameworks.engine import Engine, Plan
from engines.lane import Lane, parse_lane
from engines.optimization import Optimization
from engines.supervisor.launch import environment
from engines.workloads.workload import Workload

CHUNK = 10


def engine_of(lane: Lane, device: Device, workload: Workload) -> Engine:
    """The engine that a lane would have, without fwdash around it."""
    module, name = ENGINES[lane.framework]
    engine: Engine = getattr(importlib.import_module(module), name)(
        Plan(
            workload=workload,
            weights=workload.initial_weights(0),
            seed=0,
            optimization=Optimization(
                optimizer=workload.optimizer,
                learning_rate=workload.learning_rates[workload.optimizer],
            ),
            precision="float32",
            device_kind=device.kind,
            mode=lane.mode,
            steps_at_once=CHUNK,
        )
    )
    return engine


def main() -> None:
    """Train alone, on the cores and with the threads that a lane would have."""
    text, workload_name, steps = sys.argv[1], sys.argv[2], int(sys.argv[3])
    lane = parse_lane(text)
    device = parse_device(lane.device, find_machine())
    use_cores(device.cores, all_threads=False)
    os.environ |= environment(device, len(device.cores))
    from engines.workloads.batches import BatchOrder
    from engines.workloads.catalogue import load

    workload = load(workload_name)
    data = workload.data()
    order = BatchOrder(len(data.x_train), workload.batch_size, 0)
    engine = engine_of(lane, device, workload)
    print("ready", flush=True)
    times = []
    for first in range(0, steps, CHUNK):
        chosen = [order.batch(step) for step in range(first, first + CHUNK)]
        batches = [engine.ready((data.x_train[at], data.y_train[at])) for at in chosen]
        began = time.perf_counter()
        engine.train(batches)
        times.append((time.perf_counter() - began) / CHUNK)
    print(statistics.median(times[2:]) * 1000)


if __name__ == "__main__":
    main()
