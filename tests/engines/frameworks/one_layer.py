"""A workload of one small layer, whose Keras or JAX model does more where a test says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engines.frameworks.engine import Batch, Plan
from engines.optimization import Optimization
from engines.workloads.workload import Array, Data, Workload

STEPS_AT_ONCE = 4


def plan(framework: str, mode: str, model: Callable[[Any], Any]) -> Plan:
    """All that an engine needs for a model made from one array of weights, (4, 2)."""
    weights = {"w": np.random.default_rng(0).normal(size=(4, 2)).astype(np.float32)}
    workload = Workload(
        name="one-layer",
        description="",
        loss="cross_entropy",
        data=lambda: Data(*([np.zeros(0)] * 4)),
        weights=lambda _: weights,
        models={framework: lambda weights: model(weights["w"])},
    )
    return Plan(
        workload=workload, weights=weights, seed=0, precision="float32", device_kind="cpu", mode=mode,
        steps_at_once=STEPS_AT_ONCE,
        optimization=Optimization(optimizer="sgd", learning_rate=0.1),
    )  # fmt: skip


def batch(size: int = 8) -> Batch:
    x: Array = np.ones((size, 4), np.float32)
    return x, np.zeros(size, np.int32)
