"""What the process's control group allows: a container has less than the machine that it runs on.

Limits of every group from the process's own up to the mount hold, and the least of them is what there is.
Versions 1 and 2 of Linux' control groups say the same in other files.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOUNT = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")


@dataclass(frozen=True)
class Limits:
    """What is allowed; None where nothing is said."""

    cpus: float | None = None
    """CPU seconds a second, of all cores together."""
    cores: tuple[int, ...] | None = None
    """The logical cores that may be used."""
    memory_bytes: int | None = None
    throttled_by: tuple[Path, ...] = ()
    """The files that count how often the kernel held processes back for `cpus`."""
    memory_group: Path | None = None
    """The group that has the least memory."""


def limits(mount: Path = MOUNT, own: Path = OWN) -> Limits:
    """The limits of this process, looked at now; none where there are no control groups."""
    cpus: list[float] = []
    counting: list[Path] = []
    for group in _groups("cpu", mount, own):
        allowed = _cpus(group)
        if allowed is not None:
            cpus.append(allowed)
            counting.append(group / "cpu.stat")
    memory = [
        (size, group)
        for group in _groups("memory", mount, own)
        if (size := _number(group / "memory.max", group / "memory.limit_in_bytes")) is not None
    ]
    cores = next(filter(None, map(_cores, _groups("cpuset", mount, own))), None)
    least, holder = min(memory, default=(None, None), key=lambda one: one[0])
    return Limits(
        cpus=min(cpus, default=None),
        cores=cores,
        memory_bytes=least,
        throttled_by=tuple(counting),
        memory_group=holder,
    )


def memory_in_use(group: Path) -> int | None:
    """Bytes that a group holds and cannot give back at once; None where it does not say.

    What was read from files and not used of late is given back before memory ends.
    """
    used = _number(group / "memory.current", group / "memory.usage_in_bytes")
    if used is None:
        return None
    told = _table(group / "memory.stat")
    return max(0, used - told.get("total_inactive_file", told.get("inactive_file", 0)))


def throttled(text: str) -> tuple[int, int]:
    """How often a group was held back so far, and for how long, of what its `cpu.stat` says."""
    told = _pairs(text)
    return told.get("nr_throttled", 0), told.get("throttled_usec", told.get("throttled_time", 0))


def _groups(controller: str, mount: Path, own: Path) -> Iterator[Path]:
    """The folders of the process's group and those above it, its own first."""
    try:
        lines = own.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers:
            if controller not in controllers.split(","):
                continue
            roots = [mount / controllers, mount / controller]
        else:
            roots = [mount] if (mount / "cgroup.controllers").exists() else [mount / "unified"]
        for root in roots:
            if root.is_dir():
                yield from _upward(root, path)
                break


def _upward(root: Path, path: str) -> Iterator[Path]:
    """From a group's folder up to where the groups are mounted.

    A container sees its own group as the uppermost, whatever it is called outside.
    """
    group = root / path.strip("/")
    if ".." in group.parts or not group.is_dir():
        group = root
    yield group
    while group != root:
        group = group.parent
        yield group


def _cpus(group: Path) -> float | None:
    """CPU seconds a second that one group allows."""
    with contextlib.suppress(OSError, ValueError, ZeroDivisionError):
        quota, period = (group / "cpu.max").read_text(encoding="ascii").split()
        return None if quota == "max" else int(quota) / int(period)
    quota_us, period_us = (
        _number(group / "cpu.cfs_quota_us"),
        _number(group / "cpu.cfs_period_us"),
    )
    return quota_us / period_us if quota_us is not None and quota_us > 0 and period_us else None


def _cores(group: Path) -> tuple[int, ...] | None:
    """The cores that a group may use, as in `0-3,6`."""
    for name in ("cpuset.cpus.effective", "cpuset.effective_cpus", "cpuset.cpus"):
        with contextlib.suppress(OSError, ValueError):
            found: set[int] = set()
            for part in (group / name).read_text(encoding="ascii").strip().split(","):
                first, _, last = part.partition("-")
                found.update(range(int(first), int(last or first) + 1))
            return tuple(sorted(found))
    return None


def _number(*files: Path) -> int | None:
    """The number in the first of these files that there is; None for `max`."""
    for file in files:
        with contextlib.suppress(OSError, ValueError):
            return int(file.read_text(encoding="ascii"))
    return None


def _table(file: Path) -> dict[str, int]:
    try:
        return _pairs(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}


def _pairs(text: str) -> dict[str, int]:
    rows = (line.split() for line in text.splitlines())
    return {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[1].isdecimal()}


def some_cores(allowed: tuple[int, ...], limit: Limits) -> tuple[int, ...]:
    """As many of the allowed cores as the limit gives whole ones, one at least.

    More would be held back in turn, in the midst of steps. Containers of one machine begin at
    different cores: all at the first would be in one another's way while others idle.
    """
    cores = tuple(core for core in allowed if limit.cores is None or core in limit.cores) or allowed
    if limit.cpus is None or limit.cpus >= len(cores):
        return cores
    count = max(1, int(limit.cpus))
    begin = 0
    if limit.throttled_by:
        with contextlib.suppress(OSError):
            begin = os.stat(limit.throttled_by[0].parent).st_ino % len(cores)
    return tuple(sorted((cores + cores)[begin : begin + count]))
