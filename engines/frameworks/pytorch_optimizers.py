"""PyTorch's own optimizers, fused where there is a fused one; clipping and schedule come before a step."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import torch
from torch.nn.utils import clip_grads_with_norm_, get_total_norm

from engines.frameworks.engine import ADAM_EPSILON, RMS_DECAY, RMS_EPSILON
from engines.optimization import Optimization, rate_factor

SCALARS = SimpleNamespace(
    minimum=min, maximum=max, cos=math.cos, where=lambda is_so, one, other: one if is_so else other
)
ADDED_TO_THE_NORM = 1e-6
"""By torch alone, before it divides by the norm."""


def make_optimizer(
    model: torch.nn.Module, asked: Optimization, schedule: Schedule | None
) -> torch.optim.Optimizer:
    """The optimizer of all parameters of a model; those without a gradient stay as they are."""
    parameters = list(model.parameters())
    common: dict[str, Any] = {"lr": asked.learning_rate, "weight_decay": asked.weight_decay}
    optimizer: torch.optim.Optimizer
    if asked.optimizer == "sgd":
        optimizer = torch.optim.SGD(
            parameters,
            momentum=asked.velocity,
            nesterov=asked.nesterov,
            fused=True,
            **common,
        )
    elif asked.optimizer == "rmsprop":
        optimizer = torch.optim.RMSprop(
            parameters,
            alpha=RMS_DECAY,
            eps=RMS_EPSILON,
            momentum=asked.velocity,
            foreach=True,
            **common,
        )
    elif asked.optimizer == "adamw":
        optimizer = torch.optim.AdamW(parameters, eps=ADAM_EPSILON, fused=True, **common)
    else:
        optimizer = torch.optim.Adam(parameters, eps=ADAM_EPSILON, fused=True, **common)
    set_rate(optimizer, asked.learning_rate)
    for before in befores(model, parameters, asked, schedule):
        optimizer.register_step_pre_hook(lambda one, *_, before=before: before(one))
    return optimizer


def set_rate(optimizer: torch.optim.Optimizer, rate: float) -> None:
    """Go on with another learning rate, which a schedule multiplies."""
    for group in optimizer.param_groups:
        group["lr"] = group["initial_lr"] = rate


def befores(
    model: torch.nn.Module,
    parameters: Sequence[torch.Tensor],
    asked: Optimization,
    schedule: Schedule | None,
) -> list[Callable[[torch.optim.Optimizer], None]]:
    """What happens before each step, in order; nothing, mostly."""
    found: list[Callable[[torch.optim.Optimizer], None]] = []
    if any(getattr(module, "sparse", False) for module in model.modules()):
        found.append(lambda _: make_dense(parameters))
    if asked.clip_norm:
        found.append(lambda _: clip(parameters, asked.clip_norm))
    if schedule:
        found.append(schedule)
    return found


def make_dense(parameters: Sequence[torch.Tensor]) -> None:
    """Sum the rows of sparse gradients, which fused optimizers do not take."""
    for parameter in parameters:
        if parameter.grad is not None and parameter.grad.is_sparse:
            parameter.grad = parameter.grad.to_dense()


def clip(parameters: Sequence[torch.Tensor], largest: float) -> None:
    """Scale all gradients so that their norm is `largest` at most."""
    norm = get_total_norm([each.grad for each in parameters if each.grad is not None])
    clip_grads_with_norm_(parameters, largest, norm - ADDED_TO_THE_NORM)


class Schedule:
    """Sets the learning rate of each step; a plain number, which no compiled program holds."""

    def __init__(self, asked: Optimization) -> None:
        self.asked = asked
        self.steps = 0

    def __call__(self, optimizer: torch.optim.Optimizer) -> None:
        factor = rate_factor(self.asked, self.steps, SCALARS)
        for group in optimizer.param_groups:
            group["lr"] = group["initial_lr"] * factor
        self.steps += 1
