"""A SIGKILL from the kernel's memory killer is told from one that a person sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engines.memory_killer import NOT_KNOWN, OUT_OF_MEMORY, MemoryKiller

Counter = Callable[[int], None]


def machine(root: Path, membership: str, file: str, before: str = "") -> Counter:
    """What sets a counter of a made-up machine."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text(membership)
    counter = root / file
    counter.parent.mkdir(parents=True, exist_ok=True)

    def count(kills: int) -> None:
        counter.write_text(f"{before}oom_kill {kills}\n")

    count(7)
    return count


MACHINES = [
    ("0::/user.slice/me\n", "sys/fs/cgroup/user.slice/me/memory.events", "low 0\nhigh 0\noom 4\n"),
    ("0::/../elsewhere\n", "sys/fs/cgroup/memory.events", ""),
    ("0::/\n", "sys/fs/cgroup/memory.events", "oom 1\n"),
    (
        "5:cpu:/\n4:memory:/job/a\n0::/\n",
        "sys/fs/cgroup/memory/job/a/memory.oom_control",
        "under_oom 0\n",
    ),
    ("4:memory:/docker/b\n", "sys/fs/cgroup/memory/memory.oom_control", ""),
    ("0::/x\n", "proc/vmstat", "nr_free_pages 5\n"),
    ("", "proc/vmstat", ""),
]


@pytest.mark.parametrize(("membership", "file", "before"), MACHINES)
def test_one_that_the_kernel_counted_ran_out_of_memory(
    tmp_path: Path, membership: str, file: str, before: str
) -> None:
    count = machine(tmp_path, membership, file, before)
    killer = MemoryKiller(tmp_path)
    assert killer.sentence() == "killed by SIGKILL"
    count(8)
    assert killer.sentence() == OUT_OF_MEMORY
    assert killer.sentence() == "killed by SIGKILL", "the next one was not counted"


def test_as_many_ran_out_of_memory_as_were_counted(tmp_path: Path) -> None:
    count = machine(tmp_path, "0::/\n", "sys/fs/cgroup/memory.events")
    killer = MemoryKiller(tmp_path)
    count(9)
    told = [killer.sentence() for _ in range(3)]
    assert told == [OUT_OF_MEMORY, OUT_OF_MEMORY, "killed by SIGKILL"]


def test_where_nothing_is_counted_it_is_said_that_it_is_not_known(tmp_path: Path) -> None:
    assert MemoryKiller(tmp_path).sentence() == NOT_KNOWN
