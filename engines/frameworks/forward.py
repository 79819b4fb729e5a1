"""How a model's forward is told whether it trains, and how a model's function is told the seed.

A framework has a switch for this (`train()`, `eval()`, `training=`); a forward that takes its mode as an
argument is given it by the names that the field uses.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from engines.workloads.workload import Weights

WHEN_TRAINING = {
    "training": True,
    "train": True,
    "is_training": True,
    "deterministic": False,
    "inference": False,
}
"""Name of an argument -> what it is in a training step; in an evaluation it is the other."""
RANDOM = ("rngs", "rng", "key")
"""Names of an argument for random numbers, in JAX."""


def arguments(forward: Callable[..., Any]) -> tuple[str, ...]:
    """The names of what a forward takes beside the inputs; none where it has no signature."""
    try:
        parameters = list(inspect.signature(forward).parameters.values())
    except (TypeError, ValueError):
        return ()
    return tuple(
        one.name
        for one in parameters[1:]
        if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)
    )


def mode_arguments(forward: Callable[..., Any], *, training: bool) -> dict[str, bool]:
    """What a forward is to be told of its mode, by the names of its arguments."""
    return {
        name: when == training
        for name in arguments(forward)
        if (when := WHEN_TRAINING.get(name)) is not None
    }


def build(function: Callable[..., Any], weights: Weights, seed: int) -> Any:
    """A workload's model; a function with a `seed` is told it, one without takes the weights alone."""
    return function(weights, seed=seed) if "seed" in arguments(function) else function(weights)
