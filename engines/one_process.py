"""A process by what tells it from all others, and whether it still runs: numbers are given again."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import msgspec
import psutil


class OneProcess(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One process on one machine, since it was switched on."""

    machine: str
    """What the kernel calls itself since it began, or the machine's name where it does not say."""
    space: str
    """Among which processes `pid` is counted: containers of a machine have spaces of their own."""
    pid: int
    started: float
    """When it was started: clock ticks since the kernel began (Linux), else seconds since the epoch."""


def this_process() -> OneProcess:
    """The process that asks."""
    pid = os.getpid()
    return OneProcess(_machine(), _space(), pid, _started(pid) or 0.0)


def lives(process: OneProcess) -> bool | None:
    """Whether it still runs; None where that cannot be seen from here."""
    if (process.machine, process.space) != (_machine(), _space()):
        return None
    started = _started(process.pid)
    return started is not None and started == process.started


def holds_open(process: OneProcess, file: int, path: Path) -> bool | None:
    """Whether it still runs and has the file open that is open here as `file`, by name or by itself;
    None where that cannot be seen from here."""
    alive = lives(process)
    if not alive:
        return alive
    wanted = os.fstat(file)
    try:
        numbers = os.listdir(f"/proc/{process.pid}/fd")
    except OSError:
        # Another person's process, or no Linux: that it runs is all that is known.
        return True
    for number in numbers:
        held = f"/proc/{process.pid}/fd/{number}"
        try:
            about = os.stat(held)
            if (about.st_dev, about.st_ino) == (wanted.st_dev, wanted.st_ino):
                # The asker itself may have it open for reading.
                if _writes(process.pid, number):
                    return True
            elif os.readlink(held) == str(path.resolve()) and _writes(process.pid, number):
                return True
        except OSError:
            continue
    return False


def _writes(pid: int, number: str) -> bool:
    """Whether a process has a file open for writing."""
    try:
        with open(f"/proc/{pid}/fdinfo/{number}", encoding="ascii") as file:
            flags = next(line for line in file if line.startswith("flags:"))
        return int(flags.split()[1], 8) & os.O_ACCMODE != os.O_RDONLY
    except (OSError, StopIteration, ValueError, IndexError):
        return True


def _machine() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return platform.node()


def _space() -> str:
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""


def _started(pid: int) -> float | None:
    """When a process was started; None if there is none of that number, or a zombie that has ended."""
    if sys.platform == "linux":
        try:
            line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
        # Behind the name, which may hold anything: state, then 18 others up to the start.
        fields = line.rpartition(")")[2].split()
        return None if fields[0] in "ZX" else float(fields[19])
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return None
