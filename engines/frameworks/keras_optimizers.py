"""Keras optimizers that are, step for step, those of PyTorch and Optax.

Keras' own differ in ways that one does not see. The gradient of an embedding comes as a row for each
occurrence of a token, and a row is squared before those of the same token are summed. Adam's bias
correction is folded into the step size, so that epsilon is Kingma and Ba's "epsilon hat"; RMSprop has
epsilon inside the root. The velocity of SGD holds steps instead of gradients, so that after a change of
the learning rate it remembers the old one. Weight decay is decoupled in all. `adam-keras` is Keras' own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import keras
import tensorflow as tf

from engines.frameworks.engine import ADAM_EPSILON, RMS_DECAY, RMS_EPSILON
from engines.optimization import Optimization, rate_factor

BETA_1, BETA_2 = 0.9, 0.999


def make_optimizer(asked: Optimization) -> Any:
    """What is asked for, not yet built."""
    if asked.optimizer == "adam-keras":
        return keras.optimizers.Adam(asked.learning_rate, epsilon=ADAM_EPSILON)
    return {"sgd": SGD, "adam": Adam, "adamw": Adam, "rmsprop": RMSprop}[asked.optimizer](asked)


class MatchedOptimizer(keras.optimizers.Optimizer):
    """What all rules have in common: summed gradients, clipping, decay, schedule, constraints."""

    SLOTS: tuple[str, ...] = ()
    """What a rule keeps for each variable."""

    def __init__(self, asked: Optimization) -> None:
        super().__init__(asked.learning_rate)
        self.asked = asked
        self.decoupled = asked.optimizer == "adamw"

    def build(self, variables: Sequence[Any]) -> None:
        """Make the slots, one list of variables for each name."""
        if not self.built:
            super().build(variables)
            self.slots = [self.add_optimizer_variables(variables, name) for name in self.SLOTS]
            self.place = {id(variable): place for place, variable in enumerate(variables)}

    def apply(self, grads: Sequence[Any], trainable_variables: Sequence[Any]) -> None:
        """One step; a variable without a gradient stays as it is."""
        self.build(trainable_variables)
        pairs = zip(grads, trainable_variables, strict=True)
        given = [(gradient, one) for gradient, one in pairs if gradient is not None]
        variables = [variable for _, variable in given]
        # An embedding has a row for each occurrence of a token, and these are summed here.
        gradients = [tf.convert_to_tensor(gradient) for gradient, _ in given]
        if self.asked.clip_norm:
            gradients, _ = tf.clip_by_global_norm(gradients, self.asked.clip_norm)
        before = tf.cast(self.iterations, tf.float32)
        rate = tf.convert_to_tensor(self.learning_rate)
        if self.asked.scheduled:
            rate *= rate_factor(self.asked, before, tf)
        decay = self.asked.weight_decay
        for gradient, variable in zip(gradients, variables, strict=True):
            place = self.place[id(variable)]
            value, slots = variable.value, [kept[place].value for kept in self.slots]
            if decay and not self.decoupled:
                gradient += decay * value
            change = self.change(gradient, before + 1, *slots)
            if decay and self.decoupled:
                change += decay * value
            value.assign_sub(rate * change)
        for variable in variables:
            if variable.constraint is not None:
                variable.assign(variable.constraint(variable))
        self.iterations.assign_add(1)

    def change(self, gradient: Any, step: Any, *slots: Any) -> Any:
        """What is taken off a variable, before the learning rate; `step` counts from 1."""
        raise NotImplementedError


class SGD(MatchedOptimizer):
    """Stochastic gradient descent whose velocity, if it has one, holds gradients."""

    def __init__(self, asked: Optimization) -> None:
        super().__init__(asked)
        self.SLOTS = ("velocity",) if asked.velocity else ()

    def change(self, gradient: Any, step: Any, *slots: Any) -> Any:
        """The velocity; with Nesterov's momentum what it will be with the same gradient again."""
        if not slots:
            return gradient
        (velocity,) = slots
        now = self.asked.velocity * velocity + gradient
        velocity.assign(now)
        return gradient + self.asked.velocity * now if self.asked.nesterov else now


class Adam(MatchedOptimizer):
    """Adam with both moments corrected before epsilon is added."""

    SLOTS = ("first_moment", "second_moment")

    def change(self, gradient: Any, step: Any, *slots: Any) -> Any:
        """The corrected first moment over the root of the corrected second."""
        first, second = slots
        mean = first + (1 - BETA_1) * (gradient - first)
        square = second + (1 - BETA_2) * (gradient * gradient - second)
        first.assign(mean)
        second.assign(square)
        root = tf.sqrt(one_minus_power(BETA_2, step))
        size = root / one_minus_power(BETA_1, step)
        return size * mean / (tf.sqrt(square) + ADAM_EPSILON * root)


class RMSprop(MatchedOptimizer):
    """RMSprop with epsilon outside the root, and a velocity of what it comes to."""

    def __init__(self, asked: Optimization) -> None:
        super().__init__(asked)
        self.SLOTS = ("mean_square", "velocity") if asked.velocity else ("mean_square",)

    def change(self, gradient: Any, step: Any, *slots: Any) -> Any:
        """The gradient over the root of its mean square."""
        mean_square, *velocities = slots
        square = RMS_DECAY * mean_square + (1 - RMS_DECAY) * gradient * gradient
        mean_square.assign(square)
        now = gradient / (tf.sqrt(square) + RMS_EPSILON)
        for velocity in velocities:
            now += self.asked.velocity * velocity
            velocity.assign(now)
        return now


def one_minus_power(base: float, exponent: Any) -> Any:
    """1 - base ** exponent, which float32 would round to five digits for 0.999 and 1."""
    return -tf.math.expm1(exponent * math.log(base))
