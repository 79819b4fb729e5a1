"""How a model's forward is told whether it trains, and how a model's function is told the seed.

A framework has a switch for this (`train()`, `eval()`, `training=`); a forward that takes its mode as an
argument is given it by the names that the field uses.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter
from typing import Any

from engines.workloads.tree import Tree
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


@dataclass(frozen=True)
class Takes:
    """What a forward takes for inputs: several arrays reach it as its framework's users give them."""

    names: tuple[str, ...]
    """Of its arguments, without those for its mode, a mask or random numbers."""
    any_positional: bool = False
    any_named: bool = False

    @classmethod
    def of(cls, forward: Callable[..., Any]) -> Takes:
        """Of a bound method; of one without a signature, a single argument."""
        try:
            parameters = list(inspect.signature(forward).parameters.values())
        except (TypeError, ValueError):
            return cls(("x",))
        kinds = [one.kind for one in parameters]
        plain = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
        return cls(
            tuple(
                one.name
                for one in parameters
                if one.kind in plain and one.name not in (*WHEN_TRAINING, *RANDOM, "mask")
            ),
            Parameter.VAR_POSITIONAL in kinds,
            Parameter.VAR_KEYWORD in kinds,
        )

    def given(self, x: Tree) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Positional and named arguments: `forward(a, b)` for a tuple, `forward(a=, b=)` for a dict, or
        all of them as the one argument that there is, as Keras' functional models take them."""
        if isinstance(x, dict):
            fit = all(name in self.names for name in x) or (self.any_named and not self.names)
            return ((), x) if fit else ((x,), {})
        if isinstance(x, tuple | list) and (self.any_positional or len(self.names) > 1):
            return tuple(x), {}
        return (x,), {}

    def in_one(self, x: Tree) -> bool:
        """Whether all of `x` is given as one argument."""
        inputs, _ = self.given(x)
        return len(inputs) == 1 and inputs[0] is x


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
