"""What a person asked for, checked: the plan of a run."""

from __future__ import annotations

import platform
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from engines.device import Machine
from engines.events import Header, LaneSpec

PRECISIONS = ("float32", "tf32", "bf16")
PACKAGES = (
    "fwdash",
    "torch",
    "tensorflow",
    "keras",
    "jax",
    "jaxlib",
    "flax",
    "optax",
    "numpy",
    "textual",
)


@dataclass(frozen=True)
class RunPlan:
    """A run to be started; every field is valid."""

    lanes: tuple[LaneSpec, ...]
    workload: str
    optimizer: str
    learning_rate: float
    batch_size: int
    seed: int = 0
    precision: str = "float32"
    schedule: str = "turns"
    turn_seconds: float = 0.2
    sync_every: int = 10
    evaluate_every: int = 100
    steps: int | None = None
    changes: tuple[tuple[str, int, str], ...] = ()
    """(lane id, step, mode): from the step after `step` on, that lane runs in `mode`."""
    examples: int | None = None
    """Training examples of the workload."""
    references: dict[str, float] = field(default_factory=dict)


def make_header(plan: RunPlan, machine: Machine, command: Sequence[str]) -> Header:
    """The run's header: all that is needed to understand and repeat it."""
    started = datetime.now(UTC)
    short = plan.workload.rpartition("/")[2].removesuffix(".py").replace(":", "-")
    return Header(
        at=0.0,
        id=f"{started:%Y%m%d-%H%M%S}-{short}-{secrets.token_hex(2)}",
        started_at=started.isoformat(timespec="seconds"),
        workload=plan.workload,
        optimizer=plan.optimizer,
        learning_rate=plan.learning_rate,
        batch_size=plan.batch_size,
        seed=plan.seed,
        schedule=plan.schedule,
        precision=plan.precision,
        sync_every=plan.sync_every,
        turn_seconds=plan.turn_seconds,
        steps=plan.steps,
        lanes=plan.lanes,
        host=describe_host(machine),
        versions=installed_versions(),
        command=tuple(command),
        examples=plan.examples,
        references=plan.references,
    )


def describe_host(machine: Machine) -> dict[str, Any]:
    """The machine as the header keeps it; memory in bytes."""
    return {
        "system": platform.platform(),
        "cpu": machine.cpu_model,
        "cores": len(machine.cores),
        "core_numbers": list(machine.cores),
        "memory_bytes": machine.memory_bytes,
        "gpus": [gpu.model for gpu in machine.gpus],
        "dashboard_core_shared": len(machine.cores) == 1,
    }


def installed_versions() -> dict[str, str]:
    """Installed versions by distribution name, found without importing anything."""
    found = {"python": sys.version.split()[0]}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found
