"""Documents say what is: key tables are those of the code, and names in back quotes exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engines.lane import MODES
from engines.workloads.catalogue import SHIPPED
from tests import event_table
from tests.key_tables import KEYS, TABLE, with_keys

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DOCUMENTS = [README, *sorted((ROOT / "docs").glob("*.md"))]
QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PATH = re.compile(r"(engines|tui|widgets|tests|docs|screenshots|\.ci)(/[\w.-]+)+/?")
DOTTED = re.compile(r"python -m ([\w.]+)")
OURS = ("tests", "engines", "tui", "widgets")


def test_the_key_table_is_the_table_of_actions() -> None:
    text = KEYS.read_text(encoding="utf-8")
    assert TABLE.search(text)
    assert with_keys(text) == text, "run: python -m tests.key_tables"


def test_every_mode_and_workload_is_named() -> None:
    text = README.read_text(encoding="utf-8")
    for modes in MODES.values():
        for mode in modes:
            assert f"`{mode}`" in text
    for name in SHIPPED:
        assert name in text


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_files_and_modules_in_back_quotes_exist(path: Path) -> None:
    missing = []
    for name in QUOTED.findall(path.read_text(encoding="utf-8")):
        if PATH.fullmatch(name) and not (ROOT / name).exists():
            missing.append(name)
        module = DOTTED.match(name)
        if module and module[1].split(".")[0] in OURS:
            place = ROOT.joinpath(*module[1].split("."))
            if not (place.with_suffix(".py").is_file() or (place / "__main__.py").is_file()):
                missing.append(name)
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


MAPPED = (
    *("engines", "tui", "engines/frameworks", "engines/worker", "engines/supervisor"),
    *("engines/runlog", "engines/run", "engines/training"),
    *("tui/sources", "tui/keys", "tui/views", "tui/start", "tui/plain", "tui/film"),
)


@pytest.mark.parametrize("room", MAPPED)
def test_a_map_has_a_line_for_each_file(room: str) -> None:
    text = (ROOT / room / "__init__.py").read_text(encoding="utf-8")
    told = re.findall(r"^`([\w]+/?)`:", text, re.MULTILINE)
    there = {path.stem for path in (ROOT / room).glob("*.py")} - {"__init__"}
    there |= {f"{path.parent.name}/" for path in (ROOT / room).glob("*/__init__.py")}
    assert sorted(told) == sorted(there)


@pytest.mark.parametrize("room", MAPPED)
def test_paths_in_a_map_exist(room: str) -> None:
    text = (ROOT / room / "__init__.py").read_text(encoding="utf-8")
    paths = [name for name in QUOTED.findall(text) if PATH.fullmatch(name)]
    assert [name for name in paths if not (ROOT / name).exists()] == []


def test_the_event_table_is_the_union_of_events() -> None:
    text = event_table.ARCHITECTURE.read_text(encoding="utf-8")
    assert event_table.TABLE.search(text)
    assert event_table.with_events(text) == text, "run: python -m tests.event_table"
