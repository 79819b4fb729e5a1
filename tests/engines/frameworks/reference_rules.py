"""Each optimizer in NumPy and float64, written from its paper; slow and plain.

They are told dense gradients by name and change a dict of arrays in place.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.optimization import Optimization
from tests.engines.frameworks.rule_cases import CHANGE_AFTER

Floats = NDArray[np.float64]
Named = dict[str, Floats]


class Reference:
    """An optimizer that is asked for, by the papers."""

    def __init__(self, asked: Optimization) -> None:
        self.asked = asked
        self.rate = asked.learning_rate
        self.step = 0
        self.kept: dict[str, Named] = {}

    def keep(self, what: str, name: str, like: Floats) -> Floats:
        """What a rule keeps for a weight, zeros at first."""
        return self.kept.setdefault(what, {}).setdefault(name, np.zeros_like(like))

    def apply(self, weights: Named, gradients: Named) -> None:
        """One step."""
        asked = self.asked
        self.step += 1
        rate = self.rate * scheduled(asked, self.step)
        if asked.clip_norm:
            gradients = clipped(gradients, asked.clip_norm)
        for name, gradient in gradients.items():
            weight = weights[name]
            if asked.optimizer != "adamw":
                gradient = (
                    gradient + asked.weight_decay * weight
                )  # L2: lambda/2 * |w|^2 in the loss
            decay = asked.weight_decay * weight if asked.optimizer == "adamw" else 0.0
            weight -= rate * (self.change(name, gradient) + decay)

    def change(self, name: str, gradient: Floats) -> Floats:
        """What is taken off, before the learning rate and decoupled weight decay."""
        if self.asked.optimizer == "sgd":
            return self.sgd(name, gradient)
        return (
            self.rmsprop(name, gradient)
            if self.asked.optimizer == "rmsprop"
            else self.adam(name, gradient)
        )

    def sgd(self, name: str, gradient: Floats) -> Floats:
        """Sutskever, Martens, Dahl and Hinton 2013, On the importance of initialization and momentum in
        deep learning, section 2, equations 1 to 4, with v = -v'/rate, so that v holds gradients.
        Nesterov's, in the form of Bengio, Boulanger-Lewandowski and Pascanu 2012 (arXiv:1212.0901, section
        3.5): the weights are those at which the gradient was taken.
        """
        momentum = 0.9 if self.asked.momentum is None else self.asked.momentum
        velocity = self.keep("velocity", name, gradient)
        velocity[...] = momentum * velocity + gradient
        return gradient + momentum * velocity if self.asked.nesterov else velocity

    def adam(self, name: str, gradient: Floats) -> Floats:
        """Kingma and Ba 2015 (arXiv:1412.6980), algorithm 1: epsilon after the correction, not the
        "epsilon hat" of the end of section 2. Decoupled weight decay: Loshchilov and Hutter 2019
        (arXiv:1711.05101), algorithm 2, line 12, with the learning rate as alpha and in eta.
        """
        first, second = (self.keep(what, name, gradient) for what in ("first", "second"))
        first[...] = 0.9 * first + 0.1 * gradient
        second[...] = 0.999 * second + 0.001 * gradient**2
        first_hat = first / (1 - 0.9**self.step)
        second_hat = second / (1 - 0.999**self.step)
        return first_hat / (np.sqrt(second_hat) + 1e-8)

    def rmsprop(self, name: str, gradient: Floats) -> Floats:
        """Tieleman and Hinton 2012, lecture 6e of Neural Networks for Machine Learning, slide 29: mean
        square 0.9 old + 0.1 new, gradient over its root (epsilon is nobody's but of those who programmed
        it: outside the root). Momentum over what that comes to: slide 31, "combining rmsprop with standard
        momentum".
        """
        square = self.keep("square", name, gradient)
        square[...] = 0.9 * square + 0.1 * gradient**2
        velocity = self.keep("velocity", name, gradient)
        velocity[...] = (self.asked.momentum or 0.0) * velocity + gradient / (
            np.sqrt(square) + 1e-8
        )
        return velocity


def clipped(gradients: Named, largest: float) -> Named:
    """Pascanu, Mikolov and Bengio 2013 (arXiv:1211.5063), algorithm 1, with the norm of all gradients."""
    norm = math.sqrt(sum(float((gradient**2).sum()) for gradient in gradients.values()))
    scale = largest / norm if norm >= largest else 1.0
    return {name: gradient * scale for name, gradient in gradients.items()}


def scheduled(asked: Optimization, step: int) -> float:
    """What the learning rate is multiplied with in a step, counted from 1.

    Warm-up: Goyal et al. 2017 (arXiv:1706.02677), section 2.2. cosine: Loshchilov and Hutter 2017
    (arXiv:1608.03983), equation 5, with no restart and 0 as the least. linear: Devlin et al. 2019
    (arXiv:1810.04805), appendix A.2. step: He et al. 2016 (arXiv:1512.03385), section 4.2, 32k and 48k of
    64k iterations.
    """
    assert asked.steps is not None
    if step <= asked.warmup:
        return step / asked.warmup
    done, all_of_them = step - 1 - asked.warmup, asked.steps - asked.warmup
    if asked.lr_schedule == "cosine":
        return 0.5 * (1 + math.cos(math.pi * done / all_of_them))
    if asked.lr_schedule == "linear":
        return 1 - done / all_of_them
    if asked.lr_schedule == "step":
        return 0.1 ** ((2 * done >= all_of_them) + (4 * done >= 3 * all_of_them))
    return 1.0


def loss_and_gradients(weights: Named, tokens: Any, labels: Any) -> tuple[float, Named]:
    """Mean cross-entropy of the model of `rule_cases`, and its gradients; none of the frozen matrix."""
    pooled = weights["embedding"][tokens].mean(1)
    hidden = pooled @ weights["frozen"]
    logits = hidden @ weights["w"] + weights["b"]
    logits = logits - logits.max(1, keepdims=True)
    chances = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    each = np.arange(len(labels))
    loss = float(-np.log(chances[each, labels]).mean())
    d_logits = chances.copy()
    d_logits[each, labels] -= 1
    d_logits /= len(labels)
    d_pooled = d_logits @ weights["w"].T @ weights["frozen"].T
    d_embedding = np.zeros_like(weights["embedding"])
    for example, row in enumerate(tokens):
        for token in row:
            d_embedding[token] += d_pooled[example] / len(row)
    return loss, {"embedding": d_embedding, "w": hidden.T @ d_logits, "b": d_logits.sum(0)}


def reference_losses(asked: Optimization, start: Any, batches: Any) -> list[float]:
    """The loss of each step; after the change the learning rate is a third of what it was."""
    weights = {name: value.astype(np.float64) for name, value in start.items()}
    rule, losses = Reference(asked), []
    for step, (tokens, labels) in enumerate(batches):
        if step == CHANGE_AFTER:
            rule.rate /= 3
        loss, gradients = loss_and_gradients(weights, tokens, labels)
        losses.append(loss)
        rule.apply(weights, gradients)
    return losses
