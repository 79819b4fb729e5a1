"""How weights are changed: optimizers, their settings, and the schedule of the learning rate."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

OPTIMIZERS = ("sgd", "adam", "adamw", "rmsprop", "adam-keras")
"""`adam-keras` is `adam` but in Keras, whose own it is there."""
LR_SCHEDULES = ("constant", "cosine", "linear", "step")

_RATE_OF = {"adamw": "adam", "rmsprop": "adam", "adam-keras": "adam"}
"""Optimizer -> the one that it has the learning rate of, where a workload gives it none."""
_MOMENTUM = {"sgd": 0.9, "rmsprop": 0.0}
_WEIGHT_DECAY = {"adamw": 0.01}


class Optimization(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of an optimizer; the same in every framework."""

    optimizer: str
    learning_rate: float
    momentum: float | None = None
    """Of `sgd` and `rmsprop`; None is the optimizer's own."""
    nesterov: bool = False
    """Nesterov's momentum, of `sgd`."""
    weight_decay: float = 0.0
    """Decoupled in `adamw`; otherwise it is added to the gradient (L2), after clipping."""
    clip_norm: float = 0.0
    """The largest norm of all gradients together; 0 does not clip."""
    lr_schedule: str = "constant"
    """What becomes of the learning rate until the last step: see `rate_factor`."""
    warmup: int = 0
    """Steps over which the learning rate grows to its full size."""
    steps: int | None = None
    """Steps of the run; None is without end."""

    @property
    def velocity(self) -> float:
        """The momentum that counts, 0 where there is none."""
        own = _MOMENTUM.get(self.optimizer, 0.0)
        return own if self.momentum is None else self.momentum

    @property
    def scheduled(self) -> bool:
        """Whether the learning rate changes by itself."""
        return self.warmup > 0 or self.lr_schedule != "constant"


OPTIMIZER_SETTINGS = ("momentum", "nesterov", "weight_decay", "clip_norm", "lr_schedule", "warmup")
"""Fields that a workload may give by default, beside optimizer and learning rate."""


def all_rates(given: Mapping[str, float]) -> dict[str, float]:
    """Learning rates with those that follow from others."""
    following = {name: given[other] for name, other in _RATE_OF.items() if other in given}
    return following | dict(given)


def defaults_for(optimizer: str, of_workload: Mapping[str, Any]) -> dict[str, Any]:
    """What the settings of an optimizer are where nothing is asked for.

    What a workload gives and the optimizer does not have is left out.
    """
    found: dict[str, Any] = {
        "momentum": _MOMENTUM.get(optimizer),
        "nesterov": False,
        "weight_decay": _WEIGHT_DECAY.get(optimizer, 0.0),
        "clip_norm": 0.0,
        "lr_schedule": "constant",
        "warmup": 0,
    } | dict(of_workload)
    if optimizer not in _MOMENTUM:
        found["momentum"] = None
    if optimizer != "sgd":
        found["nesterov"] = False
    if optimizer == "adam-keras":
        found |= {"weight_decay": 0.0, "clip_norm": 0.0, "lr_schedule": "constant", "warmup": 0}
    return found


def mistakes(asked: Optimization) -> Iterator[tuple[str, str]]:
    """Field and sentence for what cannot be."""
    name = asked.optimizer
    if asked.momentum is not None:
        if name not in _MOMENTUM:
            yield "momentum", f"{name} has no momentum to set: sgd and rmsprop have."
        elif not 0 <= asked.momentum < 1:
            yield "momentum", f"Momentum {asked.momentum} must be from 0 to below 1."
    if asked.nesterov and name != "sgd":
        yield "nesterov", f"Nesterov's momentum is for sgd, not for {name}."
    elif asked.nesterov and asked.velocity == 0:
        yield "nesterov", "Nesterov's momentum needs a momentum above 0."
    for field in ("weight_decay", "clip_norm"):
        value = getattr(asked, field)
        if not (math.isfinite(value) and value >= 0):
            yield field, f"{field.replace('_', ' ').capitalize()} {value} must be 0 or more."
    if asked.lr_schedule not in LR_SCHEDULES:
        yield "lr_schedule", f"Schedules of the learning rate are {', '.join(LR_SCHEDULES)}."
    elif asked.lr_schedule != "constant" and asked.steps is None:
        yield "lr_schedule", f"A {asked.lr_schedule} schedule needs an end: add --steps."
    if asked.warmup < 0:
        yield "warmup", f"Warm-up {asked.warmup} must be 0 or more."
    elif asked.steps is not None and asked.warmup >= asked.steps:
        yield "warmup", f"A warm-up of {asked.warmup} steps never ends in a run of {asked.steps}."
    if name == "adam-keras":
        plain = Optimization(optimizer=name, learning_rate=asked.learning_rate)
        for field in ("weight_decay", "clip_norm", "lr_schedule", "warmup"):
            if getattr(asked, field) != getattr(plain, field):
                yield field, "adam-keras is Keras' own Adam as it is: take adam for this."


def rate_factor(asked: Optimization, step: Any, maths: Any) -> Any:
    """What the learning rate is multiplied with in a step, counted from 0.

    `maths` has minimum, maximum, cos and where: NumPy, TensorFlow or jax.numpy. Warm-up is gradual (Goyal
    et al. 2017, arXiv:1706.02677, section 2.2), from 1/n in the first step to 1 in the n-th. What follows
    spans the steps after it: `cosine` is half a cosine (Loshchilov and Hutter 2017, arXiv:1608.03983,
    equation 5, without restarts), `linear` a line to 0 (Devlin et al. 2019, arXiv:1810.04805), `step` a
    tenth from the half on and a hundredth from three quarters on (He et al. 2016, arXiv:1512.03385,
    section 4.2).
    """
    factor = maths.minimum((step + 1) / asked.warmup, 1.0) if asked.warmup else 1.0
    if asked.lr_schedule == "constant" or asked.steps is None:
        return factor
    done = maths.maximum(step - asked.warmup, 0) / max(1, asked.steps - asked.warmup)
    if asked.lr_schedule == "cosine":
        return factor * (0.5 + 0.5 * maths.cos(math.pi * done))
    if asked.lr_schedule == "linear":
        return factor * (1.0 - done)
    return factor * maths.where(done < 0.5, 1.0, maths.where(done < 0.75, 0.1, 0.01))


def in_words(asked: Optimization) -> str:
    """What differs from the plain optimizer, empty if nothing does: begins with a comma."""
    parts = []
    if asked.momentum is not None and asked.momentum != _MOMENTUM.get(asked.optimizer):
        parts.append(f"momentum {asked.momentum:g}")
    if asked.nesterov:
        parts.append("Nesterov")
    if asked.weight_decay:
        parts.append(f"weight decay {asked.weight_decay:g}")
    if asked.clip_norm:
        parts.append(f"clip norm {asked.clip_norm:g}")
    if asked.lr_schedule != "constant":
        parts.append(asked.lr_schedule)
    if asked.warmup:
        parts.append(f"warm-up {asked.warmup}")
    return "".join(f", {part}" for part in parts)
