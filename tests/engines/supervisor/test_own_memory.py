"""Memory of a process's own is the same whatever else runs on the machine."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

from engines.supervisor.own_memory import own_memory

FILE_MIB, OWN_MIB = 48, 32
MAPS_A_FILE = f"""
import mmap, sys
with open(sys.argv[1], "rb") as file:
    mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
seen = sum(mapped[at] for at in range(0, len(mapped), {mmap.PAGESIZE}))
own = bytearray(b"x" * ({OWN_MIB} << 20))
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def mapping(file: Path) -> Iterator[int]:
    """A process that maps a file, as one does that loads a framework, and has memory of its own."""
    with subprocess.Popen(
        [sys.executable, "-S", "-c", MAPS_A_FILE, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield process.pid
        process.kill()


def test_other_processes_that_map_the_same_files_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "framework.so"
    file.write_bytes(os.urandom(FILE_MIB << 20))
    with ExitStack() as others, mapping(file) as pid:
        alone, uss = own_memory(pid), psutil.Process(pid).memory_full_info().uss
        for _ in range(2):
            others.enter_context(mapping(file))
        beside = own_memory(pid)
        assert alone is not None
        assert beside is not None
        assert abs(alone - beside) < 1 << 20, "pages that it takes itself while it waits"
        assert OWN_MIB << 20 <= alone < (OWN_MIB + FILE_MIB // 2) << 20
        fallen = uss - psutil.Process(pid).memory_full_info().uss
        assert fallen > FILE_MIB << 19, "what was shown before fell by the file that others map"


def test_a_process_that_is_gone_has_none() -> None:
    assert own_memory(2**22 - 1) is None
