"""What can be trained on, found without importing a framework."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import psutil

from engines.control_group import Limits, limits, some_cores
from engines.cores import allowed_cores
from engines.errors import RunError, UsageError
from engines.gpus import Gpu as Gpu
from engines.gpus import LostGpu, gpus_here


@dataclass(frozen=True)
class Machine:
    """What this process may use."""

    cpu_model: str
    cores: tuple[int, ...]
    """Logical cores that this process is allowed to run on."""
    memory_bytes: int
    gpus: tuple[Gpu, ...] = ()
    gpu_note: str = ""
    """Why there is no GPU to use, where there is none."""
    gpu_broken: bool = False
    """Whether that is a driver that does not work."""
    lost_gpus: tuple[LostGpu, ...] = ()
    """Those that are there and cannot be used."""
    gpus_hidden: str = ""
    """A sentence about GPUs that are not for this process; empty if there are none."""
    limits: tuple[str, ...] = ()
    """What the control group leaves of the machine, a sentence each."""

    @property
    def dashboard_cores(self) -> tuple[int, ...]:
        """The core that stays with the dashboard (shared, where there is only one)."""
        return self.cores[:1]

    @property
    def lane_cores(self) -> tuple[int, ...]:
        """The cores that lanes compute on: all but the dashboard's, or the only one."""
        return self.cores[1:] or self.cores


@dataclass(frozen=True)
class Device:
    """A place for a lane: a GPU, or a set of cores."""

    text: str
    gpu: Gpu | None = None
    cores: tuple[int, ...] = field(default=())

    @property
    def kind(self) -> str:
        """`cuda` or `cpu`."""
        return "cuda" if self.gpu else "cpu"

    def shares_with(self, other: Device) -> bool:
        """Whether a lane here disturbs a lane there."""
        if self.gpu or other.gpu:
            return self.gpu is not None and self.gpu == other.gpu
        return bool(set(self.cores) & set(other.cores))


def cpu_model() -> str:
    """The processor's marketing name, or its architecture where the system does not say."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as info:
            for line in info:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def find_gpus() -> tuple[tuple[Gpu, ...], str]:
    """The NVIDIA GPUs that may be used, and why there are none where there are none."""
    here = gpus_here()
    return here.gpus, here.note


def find_machine() -> Machine:
    """This machine, looked at now."""
    here, limit = gpus_here(), limits()
    allowed, there = allowed_cores(), int(psutil.virtual_memory().total)
    cores, memory = some_cores(allowed, limit), min(there, limit.memory_bytes or there)
    return Machine(
        cpu_model(),
        cores,
        memory,
        here.gpus,
        here.note,
        gpu_broken=here.broken,
        lost_gpus=here.lost,
        gpus_hidden=here.hidden,
        limits=_told(limit, len(allowed), cores, there, memory),
    )


def _told(
    limit: Limits, allowed: int, cores: tuple[int, ...], there: int, memory: int
) -> tuple[str, ...]:
    """What the control group leaves, in words."""
    told = []
    if len(cores) < allowed:
        time = f", which is {limit.cpus:.3g} in CPU time" if limit.cpus is not None else ""
        told.append(f"the control group allows {len(cores)} of {allowed} cores{time}")
    elif limit.cpus is not None and limit.cpus < len(cores):
        told.append(f"the control group allows {limit.cpus:.3g} cores' CPU time")
    if memory < there:
        sizes = f"{memory / 2**30:.3g} of {there / 2**30:.3g} GiB"
        told.append(f"the control group allows {sizes} of memory")
    return tuple(told)


def parse_device(text: str, machine: Machine) -> Device:
    """The device that `text` names: `cpu`, `cpu:0-1`, `cpu:0,2`, `cuda`, `cuda:1`.

    Raises `UsageError` for what is no device, `RunError` for one that this machine lacks.
    """
    name, _, rest = text.partition(":")
    if name == "cpu" and text == "cpu":
        return Device("cpu", cores=machine.lane_cores)
    if name == "cpu":
        cores = _parse_cores(rest, text)
        missing = [core for core in cores if core not in machine.cores]
        if missing:
            raise RunError(
                f"Device {text!r}: core {missing[0]} is not there or not allowed; "
                f"cores of this machine: {core_ranges(machine.cores)}."
            )
        return Device(text, cores=cores)
    if name in ("cuda", "gpu"):
        wanted = f"cuda:{rest or 0}"
        for gpu in machine.gpus:
            if gpu.name == wanted:
                return Device(wanted, gpu=gpu)
        if rest and not rest.isdecimal():
            raise UsageError(f"{text!r} is no device: write cuda:0, with the GPU's number.")
        have = ", ".join(gpu.name for gpu in machine.gpus) or f"no GPU ({machine.gpu_note})"
        if machine.gpus and machine.gpus_hidden:
            have += f" ({machine.gpus_hidden})"
        for lost in machine.lost_gpus:
            if lost.name == wanted:
                raise RunError(
                    f"Device {text!r} cannot be used: {lost.reason}. This machine has "
                    f"{have if machine.gpus else 'no other GPU'}; cpu always works."
                )
        raise RunError(f"Device {text!r} is not there: this machine has {have}; cpu always works.")
    raise UsageError(
        f"Unknown device {text!r}. Known: cpu, cpu:0-1 (these cores), cuda:0 (this GPU); "
        "fwdash devices lists what is here."
    )


def _parse_cores(rest: str, text: str) -> tuple[int, ...]:
    cores: set[int] = set()
    for part in rest.split(","):
        match = re.fullmatch(r"(\d+)(?:-(\d+))?", part)
        if match is None or (match[2] and int(match[2]) < int(match[1])):
            raise UsageError(f"{text!r} is no device: write cores as cpu:0-1 or cpu:0,2.")
        first = int(match[1])
        last = int(match[2] or first)
        if last > 4095:
            raise UsageError(f"{text!r} names a core that no machine has.")
        cores.update(range(first, last + 1))
    return tuple(sorted(cores))


def core_ranges(cores: Iterable[int]) -> str:
    """`0-3,6` for the cores 0, 1, 2, 3, 6."""
    parts: list[list[int]] = []
    for core in sorted(cores):
        if parts and core == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], core]
        else:
            parts.append([core])
    return ",".join("-".join(str(core) for core in part) for part in parts)
