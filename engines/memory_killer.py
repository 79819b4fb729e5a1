"""Whether a process that got SIGKILL got it from the kernel, because memory ran out (Linux).

The kernel counts whom its memory killer ended: in `memory.events` of the control group (version 2), in
`memory.oom_control` (version 1), for the whole machine in `/proc/vmstat`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path("/")
OUT_OF_MEMORY = (
    "killed by SIGKILL: memory ran out and the kernel's memory killer ended it; smaller batches, a smaller "
    "model or fewer lanes take less"
)
NOT_KNOWN = (
    "killed by SIGKILL, by the kernel's memory killer or by somebody: this system does not tell"
)


class MemoryKiller:
    """Counts those that the memory killer ended among this process and its children since it began."""

    def __init__(self, root: Path | None = None) -> None:
        """`root` is where `/proc` and `/sys` lie."""
        self._root = root or ROOT
        self._told = self._count()

    def sentence(self) -> str:
        """What is said of a process that has just ended by a SIGKILL which we did not send."""
        count = self._count()
        if count is None or self._told is None:
            return NOT_KNOWN
        if count > self._told:
            self._told += 1  # one process for each, as they are met
            return OUT_OF_MEMORY
        return "killed by SIGKILL"

    def _count(self) -> int | None:
        for file in self._files():
            try:
                lines = file.read_text().splitlines()
            except (OSError, UnicodeDecodeError):
                continue
            for line in lines:
                name, _, value = line.partition(" ")
                if name == "oom_kill" and value.strip().isdigit():
                    return int(value)
        return None

    def _files(self) -> Iterator[Path]:
        """The counters from the nearest to the farthest: a container shows its own group as the root."""
        groups = self._root / "sys/fs/cgroup"
        for line in self._memberships():
            _, controllers, path = line.split(":", 2)
            below = path.strip("/")
            if not controllers:
                yield from (groups / below / "memory.events", groups / "memory.events")
                yield groups / "unified" / below / "memory.events"
            elif "memory" in controllers.split(","):
                memory = groups / "memory"
                yield from (memory / below / "memory.oom_control", memory / "memory.oom_control")
        yield self._root / "proc/vmstat"

    def _memberships(self) -> list[str]:
        try:
            lines = (self._root / "proc/self/cgroup").read_text().splitlines()
        except (OSError, UnicodeDecodeError):
            return []
        return [line for line in lines if line.count(":") >= 2]
