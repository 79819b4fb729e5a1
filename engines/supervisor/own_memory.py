"""Memory of a process's own, as the kernel counts it for each process by itself."""

from __future__ import annotations

import re
from pathlib import Path

COUNTED = ("RssAnon", "RssShmem")
_line = re.compile(rf"^(?:{'|'.join(COUNTED)}):\s+(\d+) kB$", re.MULTILINE)


def own_memory(pid: int) -> int | None:
    """Bytes of anonymous and shared memory; None where the kernel does not tell them apart.

    Not USS: what only this process maps changes with every other one that maps the same framework,
    so that a lone Keras worker has 600 MiB of it and one of two has 250. Source: proc(5), `RssAnon`
    and `RssShmem` of `/proc/PID/status`.
    """
    try:
        counted = _line.findall(Path(f"/proc/{pid}/status").read_text("utf-8", "replace"))
    except OSError:
        return None
    return sum(map(int, counted)) * 1024 if len(counted) == len(COUNTED) else None
