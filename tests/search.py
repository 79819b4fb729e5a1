"""Property tests on examples of their own choice, for two minutes: `python -m tests.search [SECONDS]`.

The suite takes the same examples each time; here others are drawn. A counter-example fails. The bound
ends the search and never fails it: what it did not come to is left for another day, by another order.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 120.0
PYTEST = (
    *(sys.executable, "-m", "pytest", "-n0", "-q", "-m", "hypothesis"),
    *("--hypothesis-profile=search", "--hypothesis-show-statistics"),
)
DRAWN = re.compile(r"(\d+) passing, (\d+) failing, and (\d+) invalid test cases")
NO_TESTS = 5
"""pytest's exit code where it found none to run."""


def files() -> list[Path]:
    """The test files with properties, in another order each time."""
    found = [
        path for path in ROOT.glob("tests/**/test_*.py") if "from hypothesis" in path.read_text()
    ]
    random.shuffle(found)
    return found


def drawn(output: str) -> int:
    """How many examples a session of pytest tells that it drew."""
    return sum(int(number) for found in DRAWN.findall(output) for number in found)


def searched(path: Path, seconds: float) -> tuple[int, str] | None:
    """Exit code and output of the properties of a file; None if they took longer."""
    process = subprocess.Popen(
        [*PYTEST, str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None
    return process.returncode, output


def main() -> int:
    """Search until the time is over; 1 if something was found."""
    bound = float(sys.argv[1]) if sys.argv[1:] else SECONDS
    end = time.monotonic() + bound
    examples, done, code = 0, 0, 0
    every = files()
    for path in every:
        left = end - time.monotonic()
        told = searched(path, left) if left > 0 else None
        if told is None:
            break
        done += 1
        examples += drawn(told[1])
        if told[0] not in (0, NO_TESTS):
            print(told[1], flush=True)
            code = 1
    print(
        f"Search: {examples:,} examples drawn in {done} of {len(every)} files, {bound:.0f} s at most."
    )
    return code


if __name__ == "__main__":
    raise SystemExit(main())
