"""Optax' own transformations, chained as each rule has them, with one learning rate at the end.

Adam alone is written out. Optax' takes 1 - 0.999 ** step in float32, which is off by a hundred thousandth
in the first steps: on digits-cnn that had grown to 4e-4 in the loss after a hundred.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import jax
import optax
from jax import numpy as jnp

from engines.frameworks.engine import ADAM_EPSILON, RMS_DECAY, RMS_EPSILON
from engines.optimization import Optimization, rate_factor

BETA_1, BETA_2 = 0.9, 0.999


def make_rule(asked: Optimization) -> Any:
    """The rule; its learning rate is part of its state, so that it can change without a compilation."""

    def rule(learning_rate: Any) -> Any:
        return optax.chain(*parts(asked), optax.scale_by_learning_rate(learning_rate))

    return optax.inject_hyperparams(rule)(asked.learning_rate)


def parts(asked: Optimization) -> list[Any]:
    """What a gradient goes through before it is multiplied with the learning rate."""
    decoupled = asked.optimizer == "adamw"
    decay = [optax.add_decayed_weights(asked.weight_decay)] if asked.weight_decay else []
    found: list[Any] = []
    if asked.clip_norm:
        found.append(optax.clip_by_global_norm(asked.clip_norm))
    if not decoupled:
        found += decay
    if asked.optimizer == "rmsprop":
        found.append(optax.scale_by_rms(RMS_DECAY, RMS_EPSILON, eps_in_sqrt=False))
    elif asked.optimizer != "sgd":
        found.append(scale_by_adam())
    if asked.velocity:
        found.append(optax.trace(asked.velocity, asked.nesterov))
    if decoupled:
        found += decay
    if asked.scheduled:
        found.append(optax.scale_by_schedule(lambda step: rate_factor(asked, step, jnp)))
    return found


class Moments(NamedTuple):
    """What Adam keeps; `step` counts those that were taken."""

    step: Any
    first: Any
    second: Any


def scale_by_adam() -> Any:
    """Adam before its learning rate, with both moments corrected before epsilon is added."""

    def init(params: Any) -> Moments:
        zeros = jax.tree.map(jnp.zeros_like, params)
        return Moments(jnp.zeros([], jnp.int32), zeros, jax.tree.map(jnp.zeros_like, params))

    def update(gradients: Any, state: Moments, params: Any = None) -> tuple[Any, Moments]:
        step = optax.safe_increment(state.step)
        first = jax.tree.map(
            lambda mean, g: mean + (1 - BETA_1) * (g - mean), state.first, gradients
        )
        second = jax.tree.map(
            lambda square, g: square + (1 - BETA_2) * (g * g - square), state.second, gradients
        )
        root = jnp.sqrt(one_minus_power(BETA_2, step))
        size = root / one_minus_power(BETA_1, step)
        changes = jax.tree.map(
            lambda mean, square: size * mean / (jnp.sqrt(square) + ADAM_EPSILON * root),
            first,
            second,
        )
        return changes, Moments(step, first, second)

    return optax.GradientTransformation(init, update)


def one_minus_power(base: float, exponent: Any) -> Any:
    """1 - base ** exponent, to the last digits of float32."""
    return -jnp.expm1(exponent * math.log(base))
