"""How long the start form takes: from its key to its first frame, and until all its rows stand.

    python -m tests.benchmarks form

The real app on a pty, as in `bench_ui`: with three scripted lanes at 2,000 steps a second each, and
with a run that has ended. The first opening is told apart: it imports the form and reads its styles.
"""

from __future__ import annotations

import os
import sys
import time
from statistics import median

from tests.benchmarks import bench_ui

OPENINGS = 20
FIRST, LAST = b"New run", b"STEP:LANE=MODE"
"""The title, and what stands in the last row that is laid out."""


def opened(terminal: bench_ui.Terminal) -> tuple[float, float]:
    """Milliseconds from `N` to the first frame and to the last row; then the form is left."""
    sent, seen, first = time.monotonic(), b"", 0.0
    os.write(terminal.master, b"N")
    while LAST not in seen and time.monotonic() - sent < 5:
        seen += terminal.read(0.2)
        if FIRST in seen and not first:
            first = time.monotonic() - sent
    rows = time.monotonic() - sent
    if not first or LAST not in seen:
        raise SystemExit(f"The form did not come: {seen[-300:]!r}")
    terminal.drain(0.5)
    os.write(terminal.master, b"\x1b")
    return first * 1e3, rows * 1e3


def measure(columns: int, rows: int, kind: str) -> None:
    """One dashboard of one size, in which the form is opened time and again."""
    report = f"/tmp/bench_form-{os.getpid()}.json"
    command = [sys.executable, bench_ui.__file__, "--child", report, kind]
    terminal = bench_ui.Terminal(columns, rows, command)
    terminal.until(b"digits-mlp")
    terminal.drain(3.0)
    waits = []
    for turn in range(1 + OPENINGS):
        waits.append(opened(terminal))
        terminal.drain(0.53 + 0.037 * (turn % 7))
    terminal.close()
    for name, (first, *later) in zip(
        ("first frame", "all rows"), zip(*waits, strict=True), strict=True
    ):
        later.sort()
        p99 = later[round((len(later) - 1) * 0.99)]
        print(
            f"{columns}x{rows} {kind}: N to {name} median {median(later):.0f} ms, "
            f"p99 {p99:.0f} ms of {len(later)} openings; the very first {first:.0f} ms"
        )


def main() -> None:
    """Beside a run that goes on, and after one."""
    for kind in ("still", "live"):
        measure(120, 40, kind)


if __name__ == "__main__":
    main()
