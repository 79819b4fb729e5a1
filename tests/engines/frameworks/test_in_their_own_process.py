"""Tests that import a framework: in a process of its own each, as a worker has one framework only.

Two frameworks in one process may bring it down: both have a native part of the same name.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "in_their_own_process"
FILES = sorted(path for path in FOLDER.glob("*.py") if path.stem != "__init__")
OF = {path.stem.partition("_")[0] for path in FILES}


@pytest.mark.parametrize("framework", sorted(OF))
def test_what_its_files_assert(framework: str) -> None:
    files = [str(path) for path in FILES if path.stem.startswith(f"{framework}_")]
    command = (sys.executable, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", *files)
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3])
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout


def test_no_other_test_imports_a_framework_into_its_process() -> None:
    names = ("torch", "keras", "tensorflow", "jax", "flax", "optax")
    begin = tuple(f"{word} {name}" for word in ("import", "from") for name in names)
    tests = Path(__file__).parents[2]
    found = [
        path.name
        for path in tests.rglob("test_*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith(begin) and not _in_text(path, line)
    ]
    assert found == []


def _in_text(path: Path, line: str) -> bool:
    """Whether the line stands in a text that a test writes into a file."""
    before = path.read_text(encoding="utf-8").partition(line)[0]
    return before.count('"""') % 2 == 1
