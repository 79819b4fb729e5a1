"""The recipe of a run that trains: all that must be known to do it again.

It stands whole in the plan, in the run log's header and in each worker's order. A setting that is added to
`Settings` is on its way to all three; the command line, the form and the engines are what remains.
"""

from __future__ import annotations

from typing import Any

import msgspec

from engines.optimization import LR_SCHEDULES, OPTIMIZERS, Optimization

PRECISIONS = ("float32", "tf32", "bf16")
SCHEDULES = ("turns", "free")
CHOICES = {
    "optimizer": OPTIMIZERS,
    "lr_schedule": LR_SCHEDULES,
    "precision": PRECISIONS,
    "schedule": SCHEDULES,
}
"""Setting -> all that it can be, where that is a list."""


class LaneSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One lane: its id in the run, and what it begins as."""

    id: str
    framework: str
    device: str
    mode: str


class PlannedChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From the step after `step` on, a lane runs in another mode."""

    lane: str
    step: int
    mode: str


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What has the same default for every workload."""

    seed: int = 0
    """Initial weights and the order of batches follow from it."""
    steps: int | None = None
    """Steps to train, None for a run without end."""
    precision: str = "float32"
    """`float32`, `tf32` (matrix products of CUDA GPUs) or `bf16` (mixed precision)."""
    label_smoothing: float = 0.0
    """What a training step's labels of `cross_entropy` give to all classes alike, from 0 to below 1."""
    schedule: str = "turns"
    """Lanes that share a device take turns (`turns`), or run at once (`free`)."""
    turn_seconds: float = 0.2
    sync_every: int = 10
    """Steps between two synchronisations with the device: a sample of step time."""
    evaluate_every: int = 100
    """Steps between two evaluations on the test split."""
    evaluate_batch: int | None = None
    """Examples that are evaluated at once, None for as many as a training step takes."""

    def settings(self) -> dict[str, Any]:
        """Name -> value of those that stand in this class."""
        return {name: getattr(self, name) for name in Settings.__struct_fields__}


class Recipe(Settings, frozen=True, kw_only=True):
    """A run that trains; every field is valid."""

    lanes: tuple[LaneSpec, ...]
    workload: str
    optimizer: str
    learning_rate: float
    batch_size: int
    momentum: float | None = None
    """Of `sgd` and `rmsprop`; None is the optimizer's own, as in logs that do not say it."""
    nesterov: bool = False
    weight_decay: float = 0.0
    clip_norm: float = 0.0
    """The largest norm of all gradients together; 0 does not clip."""
    lr_schedule: str = "constant"
    """What becomes of the learning rate until the last step."""
    warmup: int = 0
    """Steps over which the learning rate grows to its full size."""
    changes: tuple[PlannedChange, ...] = ()

    @property
    def optimization(self) -> Optimization:
        """What is asked of the optimizer."""
        return Optimization(
            **{name: getattr(self, name) for name in Optimization.__struct_fields__}
        )

    @property
    def steps_at_once(self) -> int:
        """How many steps a mode makes in one program that makes several: what a chunk has."""
        return min(self.sync_every, self.evaluate_every, self.steps or self.sync_every)

    def changes_of(self, lane: str) -> dict[int, str]:
        """Step -> mode, for the changes of mode that are planned for a lane."""
        return {change.step: change.mode for change in self.changes if change.lane == lane}
