"""Keras optimizers that are, step for step, those of PyTorch and Optax.

Keras' own differ in ways that one does not see. The gradient of an embedding comes as a row for each
occurrence of a token, and a row is squared before those of the same token are summed. Adam's bias
correction is folded into the step size, so that epsilon is Kingma and Ba's "epsilon hat"; RMSprop has
epsilon inside the root. The velocity of SGD holds steps instead of gradients, so that after a change of
the learning rate it remembers the old one. Weight decay is decoupled in all. `adam-keras` is Keras' own.

Most of a step is one kernel of TensorFlow for each variable, as in PyTorch's fused optimizers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from engines.frameworks.engine import ADAM_EPSILON, RMS_DECAY, RMS_EPSILON
from engines.optimization import Optimization, rate_factor

BETA_1, BETA_2 = float(np.float32(0.9)), float(np.float32(0.999))
"""As a kernel has them, which takes 1 - 0.999 from what float32 makes of it."""


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
        decay, scalars = self.asked.weight_decay, self.scalars(rate, before + 1)
        for gradient, variable in zip(gradients, variables, strict=True):
            place = self.place[id(variable)]
            value, slots = variable.value, [kept[place].value for kept in self.slots]
            if decay and self.decoupled:
                value.assign_sub(tf.cast(rate * decay, gradient.dtype) * value)
            elif decay:
                gradient += decay * value
            of_type = [tf.cast(scalar, gradient.dtype) for scalar in scalars]
            self.change(value, gradient, slots, *of_type)
        for variable in variables:
            if variable.constraint is not None:
                variable.assign(variable.constraint(variable))
        self.iterations.assign_add(1)

    def scalars(self, rate: Any, step: Any) -> tuple[Any, ...]:
        """What is the same for all variables in a step; steps are counted from 1."""
        return (rate,)

    def change(self, value: Any, gradient: Any, slots: Sequence[Any], *scalars: Any) -> None:
        """Change a variable, and what is kept for it."""
        raise NotImplementedError


class SGD(MatchedOptimizer):
    """Stochastic gradient descent whose velocity, if it has one, holds gradients."""

    def __init__(self, asked: Optimization) -> None:
        super().__init__(asked)
        self.SLOTS = ("velocity",) if asked.velocity else ()

    def change(self, value: Any, gradient: Any, slots: Sequence[Any], *scalars: Any) -> None:
        """By the velocity; with Nesterov's momentum by what it will be with the same gradient again."""
        (rate,) = scalars
        if not slots:
            tf.raw_ops.ResourceApplyGradientDescent(var=value.handle, alpha=rate, delta=gradient)
            return
        tf.raw_ops.ResourceApplyMomentum(
            var=value.handle,
            accum=slots[0].handle,
            lr=rate,
            grad=gradient,
            momentum=tf.cast(self.asked.velocity, gradient.dtype),
            use_nesterov=self.asked.nesterov,
        )


class Adam(MatchedOptimizer):
    """Adam with both moments corrected before epsilon is added."""

    SLOTS = ("first_moment", "second_moment")

    def scalars(self, rate: Any, step: Any) -> tuple[Any, ...]:
        """Step size and epsilon with the corrections in them; the kernel's own would be rounded."""
        root = tf.sqrt(one_minus_power(BETA_2, step))
        return rate * root / one_minus_power(BETA_1, step), ADAM_EPSILON * root

    def change(self, value: Any, gradient: Any, slots: Sequence[Any], *scalars: Any) -> None:
        """By the first moment over the root of the second."""
        size, epsilon = scalars
        first, second = slots
        none, beta_1, beta_2 = (tf.cast(one, gradient.dtype) for one in (0.0, BETA_1, BETA_2))
        tf.raw_ops.ResourceApplyAdam(
            var=value.handle,
            m=first.handle,
            v=second.handle,
            beta1_power=none,
            beta2_power=none,
            lr=size,
            beta1=beta_1,
            beta2=beta_2,
            epsilon=epsilon,
            grad=gradient,
        )


class RMSprop(MatchedOptimizer):
    """RMSprop with epsilon outside the root, which no kernel has, and a velocity of what it comes to."""

    def __init__(self, asked: Optimization) -> None:
        super().__init__(asked)
        self.SLOTS = ("mean_square", "velocity") if asked.velocity else ("mean_square",)

    def change(self, value: Any, gradient: Any, slots: Sequence[Any], *scalars: Any) -> None:
        """By the gradient over the root of its mean square."""
        (rate,) = scalars
        mean_square, *velocities = slots
        square = RMS_DECAY * mean_square + (1 - RMS_DECAY) * gradient * gradient
        mean_square.assign(square)
        now = gradient / (tf.sqrt(square) + RMS_EPSILON)
        for velocity in velocities:
            now += self.asked.velocity * velocity
            velocity.assign(now)
        value.assign_sub(rate * now)


def one_minus_power(base: float, exponent: Any) -> Any:
    """1 - base ** exponent, which float32 would round to five digits for 0.999 and 1."""
    return -tf.math.expm1(exponent * math.log(base))
