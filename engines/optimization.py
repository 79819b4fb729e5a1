"""How weights are changed: the names of the optimizers, and what follows from a name."""

from __future__ import annotations

from collections.abc import Mapping

OPTIMIZERS = ("sgd", "adam", "adam-keras")
"""`adam-keras` is `adam` but in Keras, whose own it is there."""

_RATE_OF = {"adam-keras": "adam"}
"""Optimizer -> the one that it has the learning rate of, where a workload gives it none."""


def all_rates(given: Mapping[str, float]) -> dict[str, float]:
    """Learning rates with those that follow from others."""
    following = {name: given[other] for name, other in _RATE_OF.items() if other in given}
    return following | dict(given)
