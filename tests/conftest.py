"""What all tests share: folders of their own, and whose turn it is on the cores.

Run logs and crash notes go to a folder of the test, never to the user's. Property tests take the same
examples each time, so that what fails is what was changed; `--hypothesis-profile=search` draws others.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True)
# A slow example is no counter-example.
settings.register_profile("search", print_blob=True, deadline=None)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    """For after a change of a screen that was meant."""
    parser.addoption("--keep-screens", action="store_true", help="keep the screens as they are now")


def pytest_configure() -> None:
    """Terminals in tests have sizes of their own; pytest-xdist tells its processes one by these."""
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with whole runs go one after another; the others run beside them."""
    for item in items:
        if item.path.parent.name == "end_to_end":
            item.add_marker(pytest.mark.xdist_group("whole runs"))


@pytest.fixture(autouse=True)
def state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state directory of the test's own."""
    folder = tmp_path / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return folder
