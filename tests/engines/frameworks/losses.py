"""Outputs and labels for which a loss is known from its definition, in NumPy and float64."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.workloads.workload import IGNORED, Array

SMOOTHING = 0.1


def weights(count: int, seed: int = 0) -> Array:
    """Weights of examples, some of them 0."""
    drawn = np.random.default_rng(seed).uniform(0, 2, count)
    return np.where(drawn < 0.3, 0, drawn).astype(np.float32)


def _cases() -> dict[str, Any]:
    rng = np.random.default_rng(3)
    logits = rng.normal(0, 2, (6, 4, 5)).astype(np.float32)
    labels = rng.integers(0, 5, (6, 4)).astype(np.int32)
    labels[2, 1:] = IGNORED
    of_labels = rng.uniform(0, 2, (6, 4)).astype(np.float32)
    return {
        "plain": (logits, labels, 0.0),
        "smoothed": (logits, labels, SMOOTHING),
        "weights of examples": (logits, (labels, weights(6)), 0.0),
        "weights of labels": (logits, (labels, of_labels), 0.0),
        "both": (logits, (labels, weights(6)), SMOOTHING),
        "a label an example": (logits[:, 0], (labels[:, 0], weights(6)), SMOOTHING),
    }


CASES = _cases()
"""Name -> outputs, labels (with their weights), and how much of a label all classes have alike."""


def reference(outputs: Array, y: Any, smoothing: float) -> float:
    """Cross entropy with targets of (1 - smoothing) and smoothing / classes for each (Szegedy et al. 2016,
    arXiv:1512.00567, section 7), as the weighted mean over the labels that count."""
    labels, weighed = y if isinstance(y, tuple) else (y, np.ones(y.shape))
    logits = outputs.astype(np.float64)
    top = logits.max(-1, keepdims=True)
    logs = logits - top - np.log(np.exp(logits - top).sum(-1, keepdims=True))
    classes = logits.shape[-1]
    targets = np.eye(classes)[np.where(labels == IGNORED, 0, labels)] * (1 - smoothing)
    losses = -((targets + smoothing / classes) * logs).sum(-1)
    weighed = weighed.astype(np.float64).reshape(
        *weighed.shape, *[1] * (labels.ndim - weighed.ndim)
    )
    counted = np.broadcast_to(weighed, labels.shape) * (labels != IGNORED)
    return float((losses * counted).sum() / counted.sum())
