"""What a person asks for, on the command line or in the start form, as it was written."""

from __future__ import annotations

from engines.recipe import Settings


class RunRequest(Settings, frozen=True, kw_only=True):
    """A run that is asked for; None leaves it to the workload."""

    lanes: tuple[str, ...] = ("torch", "keras", "jax")
    workload: str = "digits-mlp"
    optimizer: str | None = None
    learning_rate: float | None = None
    batch_size: int | None = None
    momentum: float | None = None
    nesterov: bool | None = None
    weight_decay: float | None = None
    clip_norm: float | None = None
    lr_schedule: str | None = None
    warmup: int | None = None
    changes: tuple[str, ...] = ()
    """`STEP:LANE=MODE` each."""


DEFAULT = RunRequest()
