"""Every demo is run: its fixed version is right, and each figure is what its own report says.

What a bug comes to in a framework is no matter of these tests: it changes with versions. One process a
framework runs them all, since importing takes longer than most cells.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest

from engines.demos.catalogue import MODES, catalogue
from engines.outcomes import Outcome

FRAME = re.compile(r'  File "(.+)", line (\d+), in ')
COMPILED = {"torch": 1, "keras": 2, "jax": 2}
"""Demos a group that are run in compiled modes too: torch takes two CPU seconds for each cell."""
Cells = list[dict[str, Any]]
pytestmark = pytest.mark.timeout(900)


def some(framework: str) -> list[str]:
    """The demos that are run in compiled modes."""
    groups: dict[str, list[str]] = {}
    for name, demo in catalogue().items():
        if framework in demo.frameworks:
            groups.setdefault(demo.group, []).append(name)
    return [name for names in groups.values() for name in names[: COMPILED[framework]]]


@pytest.fixture(scope="module", params=MODES)
def cells(request: pytest.FixtureRequest) -> Cells:
    """What the cells of a framework said."""
    plain, *compiled = MODES[request.param]
    asked = [f"{plain}:", f"{','.join(compiled)}:{','.join(some(request.param))}"]
    command = [sys.executable, "-m", "tests.engines.demos.all_cells", request.param, *asked]
    # As workers have it: a test's process may see a GPU, a demo's does not.
    aside = {"KERAS_BACKEND": "tensorflow", "JAX_PLATFORMS": "cpu", "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | aside)
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def named(cell: dict[str, Any]) -> str:
    return f"{cell['demo']} {cell['mode']} {cell['version']}: {cell['detail']}"


def test_every_fixed_version_is_right(cells: Cells) -> None:
    fixed = [cell for cell in cells if cell["version"] == "fixed"]
    assert {cell["demo"] for cell in fixed} == {
        name for name, demo in catalogue().items() if cells[0]["framework"] in demo.frameworks
    }
    assert [named(cell) for cell in fixed if cell["outcome"] != Outcome.RIGHT] == []


def test_a_bug_that_is_not_right_raises_warns_or_is_silent(cells: Cells) -> None:
    known = {Outcome.RIGHT, Outcome.RAISES, Outcome.WARNS, Outcome.SILENTLY_WRONG}
    for cell in cells:
        assert cell["outcome"] in known
        raises = cell["outcome"] == Outcome.RAISES
        assert raises == (cell["stage"] != "never") == ("exception" in cell), named(cell)
        warned = json.loads(cell["warnings"])
        assert bool(warned) or cell["outcome"] != Outcome.WARNS, named(cell)
        assert not warned or cell["outcome"] != Outcome.SILENTLY_WRONG, named(cell)


def test_figures_of_a_traceback_are_those_that_its_text_gives(cells: Cells) -> None:
    for cell in cells:
        if cell["outcome"] != Outcome.RAISES:
            continue
        stacks = printed_stacks(cell["traceback"])
        assert cell["frames"] == sum(map(len, stacks)), named(cell)
        snippet = catalogue()[cell["demo"]].snippet(cell["framework"])
        bug = {(str(snippet.path), line) for line in snippet.bug_lines(cell["version"])}
        at = [n for n, frame in enumerate(stacks[-1]) if frame in bug]
        below = len(stacks[-1]) - 1 - at[-1] if at else None
        assert cell["frames_below"] == below, named(cell)
        in_frames = any(frame in bug for stack in stacks for frame in stack)
        assert (cell["line_named"] in ("last_frame", "traceback")) == in_frames, named(cell)
        assert (cell["line_named"] == "last_frame") == (below == 0), named(cell)
        report = cell["report"].rstrip("\n").split("\n")
        assert cell["report_lines"] == len(report)
        up = next(
            (
                n
                for n, line in enumerate(reversed(report))
                if any(names(line, snippet.path.name, number) for _, number in bug)
            ),
            None,
        )
        assert cell["scroll_lines"] == up, named(cell)
        assert cell["first_line"] in cell["traceback"], named(cell)
        assert (cell["post_mortem"] == "none") <= (below is None), named(cell)


def names(line: str, file: str, number: int) -> bool:
    """Whether a line of a report names that line of the file."""
    for between in ('", line ', ":", " line ", ", line "):
        _, found, after = f"{line} ".partition(f"{file}{between}{number}")
        if found and not after[0].isdigit():
            return True
    return False


def printed_stacks(text: str) -> list[list[tuple[str, int]]]:
    """(file, line) of the frames of each traceback in a printed report, read line by line."""
    stacks: list[list[tuple[str, int]]] = []
    inside = False
    for line in text.splitlines():
        if line == "Traceback (most recent call last):":
            stacks.append([])
            inside = True
        elif inside and not line.startswith("  "):
            inside = False
        elif inside and (found := FRAME.match(line)):
            stacks[-1].append((found[1], int(found[2])))
    return stacks
