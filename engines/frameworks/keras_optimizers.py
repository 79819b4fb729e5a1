"""Keras optimizers that are, step for step, those of PyTorch and Optax.

Keras' own differ in three ways that one does not see. The gradient of an embedding comes as a row for
each occurrence of a token, and a row is squared before those of the same token are summed. Adam's bias
correction is folded into the step size, so that epsilon is Kingma and Ba's "epsilon hat". The velocity of
SGD holds steps instead of gradients, so that after a change of the learning rate it remembers the old one.
`adam-keras` is Keras' own Adam.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import keras
import tensorflow as tf

from engines.frameworks.engine import ADAM_EPSILON, MOMENTUM

BETA_1, BETA_2 = 0.9, 0.999


def make_optimizer(name: str, learning_rate: float) -> Any:
    """The optimizer of that name, not yet built."""
    if name == "adam-keras":
        return keras.optimizers.Adam(learning_rate, epsilon=ADAM_EPSILON)
    return {"sgd": SGD, "adam": Adam}[name](learning_rate)


class MatchedOptimizer(keras.optimizers.Optimizer):
    """What all rules have in common: summed gradients, constraints, the count of steps."""

    SLOTS: tuple[str, ...] = ()
    """What a rule keeps for each variable."""

    def build(self, variables: Sequence[Any]) -> None:
        """Make the slots, one list of variables for each name."""
        if not self.built:
            super().build(variables)
            self.slots = [self.add_optimizer_variables(variables, name) for name in self.SLOTS]
            self.place = {id(variable): place for place, variable in enumerate(variables)}

    def apply(self, grads: Sequence[Any], trainable_variables: Sequence[Any]) -> None:
        """One step; a variable without a gradient stays as it is."""
        self.build(trainable_variables)
        given = [
            (tf.convert_to_tensor(gradient), variable)  # sums the rows of an embedding
            for gradient, variable in zip(grads, trainable_variables, strict=True)
            if gradient is not None
        ]
        rate = tf.convert_to_tensor(self.learning_rate)
        step = tf.cast(self.iterations + 1, tf.float32)
        for gradient, variable in given:
            place = self.place[id(variable)]
            slots = [kept[place].value for kept in self.slots]
            variable.value.assign_sub(self.change(gradient, rate, step, *slots))
        for _, variable in given:
            if variable.constraint is not None:
                variable.assign(variable.constraint(variable))
        self.iterations.assign_add(1)

    def change(self, gradient: Any, rate: Any, step: Any, *slots: Any) -> Any:
        """What is taken off a variable; `step` counts from 1."""
        raise NotImplementedError


class SGD(MatchedOptimizer):
    """Stochastic gradient descent whose velocity holds gradients, not steps."""

    SLOTS = ("velocity",)

    def change(self, gradient: Any, rate: Any, step: Any, *slots: Any) -> Any:
        """The rate times the velocity."""
        (velocity,) = slots
        now = MOMENTUM * velocity + gradient
        velocity.assign(now)
        return rate * now


class Adam(MatchedOptimizer):
    """Adam with both moments corrected before epsilon is added."""

    SLOTS = ("first_moment", "second_moment")

    def change(self, gradient: Any, rate: Any, step: Any, *slots: Any) -> Any:
        """The corrected first moment over the root of the corrected second."""
        first, second = slots
        mean = first + (1 - BETA_1) * (gradient - first)
        square = second + (1 - BETA_2) * (gradient * gradient - second)
        first.assign(mean)
        second.assign(square)
        root = tf.sqrt(one_minus_power(BETA_2, step))
        size = rate * root / one_minus_power(BETA_1, step)
        return size * mean / (tf.sqrt(square) + ADAM_EPSILON * root)


def one_minus_power(base: float, exponent: Any) -> Any:
    """1 - base ** exponent, which float32 would round to five digits for 0.999 and 1."""
    return -tf.math.expm1(exponent * math.log(base))
