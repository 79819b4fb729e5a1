"""The plan of a run, and the header that its log begins with."""

from __future__ import annotations

import os
import platform
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from engines.device import Machine
from engines.events import SCHEMA, Header
from engines.keras_settings import keras_settings
from engines.one_process import this_process
from engines.recipe import Recipe
from engines.study.plan import StudyPlan
from engines.switches import kept, set_aside
from engines.workloads.file_names import text_of

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
    """A run to be started: its recipe, and what is known of its workload."""

    recipe: Recipe
    examples: int | None = None
    """Training examples, the largest batch size that can be."""
    references: dict[str, float] = field(default_factory=dict)
    """Baseline losses to draw as lines: name -> loss."""


def make_header(plan: RunPlan, machine: Machine, command: Sequence[str]) -> Header:
    """The run's header: all that is needed to understand and repeat it."""
    short = plan.recipe.workload.rpartition("/")[2].removesuffix(".py").replace(":", "-")
    return _header(
        short,
        machine,
        command,
        recipe=plan.recipe,
        examples=plan.examples,
        references=plan.references,
    )


def study_header(study: StudyPlan, machine: Machine, command: Sequence[str]) -> Header:
    """The header of a run that measures a study."""
    return _header(study.name.replace(" ", "-"), machine, command, study=study)


def _header(name: str, machine: Machine, command: Sequence[str], **what: Any) -> Header:
    started = datetime.now(UTC)
    return Header(
        at=0.0,
        schema=SCHEMA,
        id=f"{started:%Y%m%d-%H%M%S}-{name}-{secrets.token_hex(2)}",
        started_at=started.isoformat(timespec="seconds"),
        host=describe_host(machine),
        versions=installed_versions(),
        command=tuple(map(text_of, command)),
        writer=this_process(),
        **what,
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
        **({"limits": list(machine.limits)} if machine.limits else {}),
    } | switches_here()


def switches_here() -> dict[str, list[str]]:
    """What the environment or a configuration asks of frameworks: a sentence each."""
    aside = [one.sentence for one in set_aside(os.environ)] + keras_settings()
    stays = [f"{one.sentence} ({', '.join(one.switch.frameworks)})" for one in kept(os.environ)]
    told = {"switches_set_aside": aside, "switches_kept": stays}
    return {name: sentences for name, sentences in told.items() if sentences}


def installed_versions() -> dict[str, str]:
    """Installed versions by distribution name, found without importing anything."""
    found = {"python": sys.version.split()[0]}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found
