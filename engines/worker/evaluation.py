"""The test split in pieces, so that an evaluation needs no more memory than a training step."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from engines.frameworks.engine import Batch, Score
from engines.workloads.tree import Tree, labels_of, length, mapped
from engines.workloads.workload import IGNORED, Array


def pieces(x: Tree, y: Tree, size: int) -> tuple[list[Batch], list[float]]:
    """Batches of `size` examples and a rest, and how many labels count in each, by their weights where
    there are some; those with none are left out. Every label that is no class number counts."""
    cut = [
        mapped(lambda one, at=at: one[at : at + size], (x, y)) for at in range(0, length(y), size)
    ]
    counted = [_counted(*labels_of(labels)) for _, labels in cut]
    kept = [(piece, count) for piece, count in zip(cut, counted, strict=True) if count]
    return [piece for piece, _ in kept], [count for _, count in kept]


def _counted(labels: Array, weights: Array | None) -> float:
    counts = np.ones(labels.shape, bool) if labels.dtype.kind == "f" else labels != IGNORED
    if weights is None:
        return int(counts.sum())
    if weights.ndim < labels.ndim:
        weights = weights.reshape(-1, *[1] * (labels.ndim - 1))
    return float((counts * weights).sum(dtype=np.float64))


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
    scores: Sequence[Score], counted: Sequence[float]
) -> tuple[float | None, float | None]:
    """Loss and accuracy over all labels that count; None where nothing counts."""
    losses = [score.loss for score in scores]
    shares = [score.accuracy for score in scores if score.accuracy is not None]
    return _mean(losses, counted), _mean(shares, counted) if len(shares) == len(scores) else None


def mean_metrics(scores: Sequence[Score], counted: Sequence[float]) -> dict[str, float]:
    """The workload's own figures over all that counts, those that every piece has."""
    names = [name for name in (scores[0].metrics if scores else ()) if _in_all(name, scores)]
    means = {name: _mean([score.metrics[name] for score in scores], counted) for name in names}
    return {name: mean for name, mean in means.items() if mean is not None}


def _in_all(name: str, scores: Sequence[Score]) -> bool:
    return all(name in score.metrics for score in scores)


def _mean(values: Sequence[float], weights: Sequence[float]) -> float | None:
    if not values:
        return None
    return float(np.average(np.array(values, np.float64), weights=np.array(weights, np.float64)))
