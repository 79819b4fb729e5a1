"""What is asked of the rules of all engines and of the reference: one small model, many optimizers.

The model has an embedding whose tokens repeat within a batch and of which one is never seen, a matrix that
is not trained, and a dense layer: logits = mean of the tokens' rows @ frozen @ w + b.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.optimization import Optimization
from engines.workloads.workload import Weights

STEPS = 24
CHANGE_AFTER = 12
"""The step after which another learning rate is given, in every case."""
TOKENS, WIDTH, CLASSES, BATCH, LENGTH = 7, 4, 3, 8, 5


def asked(optimizer: str, rate: float, **more: Any) -> Optimization:
    return Optimization(optimizer=optimizer, learning_rate=rate, steps=STEPS, **more)


CASES = {
    "sgd": asked("sgd", 0.3),
    "sgd without momentum": asked("sgd", 0.3, momentum=0.0),
    "sgd with Nesterov's momentum": asked("sgd", 0.3, momentum=0.8, nesterov=True),
    "sgd with weight decay": asked("sgd", 0.3, weight_decay=0.1),
    "sgd clipped": asked("sgd", 0.3, clip_norm=0.2),
    "sgd clipped, with weight decay": asked("sgd", 0.3, clip_norm=0.2, weight_decay=0.1),
    "adam": asked("adam", 0.05),
    "adam with weight decay": asked("adam", 0.05, weight_decay=0.1),
    "adam clipped": asked("adam", 0.05, clip_norm=0.2),
    "adamw": asked("adamw", 0.05, weight_decay=0.5),
    "rmsprop": asked("rmsprop", 0.02),
    "rmsprop with momentum": asked("rmsprop", 0.02, momentum=0.7, weight_decay=0.05),
    "cosine": asked("sgd", 0.3, lr_schedule="cosine", warmup=5),
    "linear": asked("adamw", 0.05, weight_decay=0.5, lr_schedule="linear"),
    "step": asked("adam", 0.05, lr_schedule="step", warmup=4),
    "warm-up alone": asked("rmsprop", 0.02, warmup=10),
}


def weights(rng: np.random.Generator) -> Weights:
    shapes = {"embedding": (TOKENS, WIDTH), "frozen": (WIDTH, WIDTH), "w": (WIDTH, CLASSES)}
    made = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    return made | {"b": np.zeros(CLASSES, np.float32)}


def batches() -> list[tuple[Any, Any]]:
    """A token and a label for each; no batch holds the last token."""
    rng = np.random.default_rng(1)
    return [
        (
            rng.integers(0, TOKENS - 1, (BATCH, LENGTH)).astype(np.int32),
            rng.integers(0, CLASSES, BATCH).astype(np.int32),
        )
        for _ in range(STEPS)
    ]
