"""The test split in pieces, so that an evaluation needs no more memory than a training step."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from engines.frameworks.engine import Batch, Score
from engines.workloads.workload import IGNORED, Array


def pieces(x: Array, y: Array, size: int) -> tuple[list[Batch], list[int]]:
    """Batches of `size` examples and a rest, and how many labels count in each; those with none are
    left out. Every label that is no class number counts."""
    cut = [(x[at : at + size], y[at : at + size]) for at in range(0, len(y), size)]
    counted = [
        labels.size if labels.dtype.kind == "f" else int((labels != IGNORED).sum())
        for _, labels in cut
    ]
    kept = [(piece, count) for piece, count in zip(cut, counted, strict=True) if count]
    return [piece for piece, _ in kept], [count for _, count in kept]


@contextmanager
def generators_kept() -> Iterator[None]:
    """What is drawn inside from Python's and NumPy's own generators is drawn again afterwards.

    Models draw from them too, as to leave a layer out; a framework's generators are its engine's.
    """
    python, numpy = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)


def mean_score(
    scores: Sequence[Score], counted: Sequence[int]
) -> tuple[float | None, float | None]:
    """Loss and accuracy over all labels that count; None where nothing counts."""
    losses = [score.loss for score in scores]
    shares = [score.accuracy for score in scores if score.accuracy is not None]
    return _mean(losses, counted), _mean(shares, counted) if len(shares) == len(scores) else None


def _mean(values: Sequence[float], weights: Sequence[int]) -> float | None:
    if not values:
        return None
    return float(np.average(np.array(values, np.float64), weights=np.array(weights, np.float64)))
