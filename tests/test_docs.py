"""Documents say what is: key tables are those of the code, and names in back quotes exist."""

from __future__ import annotations

import ast
import builtins
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from engines.lane import MODES
from engines.workloads.catalogue import SHIPPED
from tests import event_table
from tests.key_tables import KEYS, TABLE, with_keys
from tui.cli import main

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DOCUMENTS = [README, *sorted((ROOT / "docs").glob("*.md"))]
QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PATH = re.compile(r"(engines|tui|widgets|tests|docs|screenshots|\.ci)(/[\w.-]+)+/?")
DOTTED = re.compile(r"python -m ([\w.]+)")
OURS = ("tests", "engines", "tui", "widgets")
NAME = re.compile(r"[A-Za-z_]\w+(\.[A-Za-z_]\w+)*(\(\))?")
MAPS = sorted(path for package in OURS[1:] for path in (ROOT / package).rglob("__init__.py"))
FOREIGN = {"--hypothesis-profile", "--check", "--keep-screens"}
"""Options of other programs."""
THEIRS = {"config.toml", "RUN.fwdash.index"}
"""Files that a person has, not this repository."""


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


@pytest.mark.parametrize("path", [*DOCUMENTS, *MAPS], ids=lambda path: str(path.relative_to(ROOT)))
def test_names_of_code_in_back_quotes_are_in_the_code(path: Path) -> None:
    names = [
        name for name in QUOTED.findall(path.read_text(encoding="utf-8")) if NAME.fullmatch(name)
    ]
    known = names_in_the_code()
    assert [name for name in names if not stands(name.removesuffix("()"), known)] == []


def stands(name: str, known: frozenset[str]) -> bool:
    """Whether a name is one of the code, of a file beside it, or of what is installed."""
    if name.endswith((".py", ".md", ".toml", ".index")):
        return name in THEIRS or any(ROOT.glob(f"*/**/{name}")) or (ROOT / name).exists()
    return set(name.split(".")) <= known or find_spec(name) is not None


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_options_are_those_of_the_command_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("fwdash ")]
    for line in lines + re.findall(r"`(fwdash[^`\n]*)`", text):
        for part in re.split(r"\s{2,}", line.partition("#")[0].strip()):
            words = part.split()[1:]
            if words and re.fullmatch(r"[a-z]+", words[0]):
                assert words[0] in main.list_commands(click.Context(main)), part
    flags = {flag for flag in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text) if flag not in FOREIGN}
    assert flags <= all_options(), flags - all_options()


def all_options() -> set[str]:
    """Every option of every command."""
    context = click.Context(main)
    found = {"--help"}
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        found |= {flag for parameter in command.params for flag in parameter.opts}
    return found


@cache
def names_in_the_code() -> frozenset[str]:
    """Every name that stands in the code: defined, imported, or a constant string of one word."""
    found = {"torch", "keras", "jax", "pytest", "textual", *vars(builtins)}
    for package in ("engines", "tui", "widgets", "tests"):
        for path in (ROOT / package).rglob("*.py"):
            found |= {*path.relative_to(ROOT).with_suffix("").parts}
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                        found.add(node.name)
                    case ast.Name():
                        found.add(node.id)
                    case ast.Attribute():
                        found.add(node.attr)
                    case ast.arg() | ast.keyword():
                        found.add(node.arg or "")
                    case ast.alias():
                        found |= {*node.name.split(".")}
                    case ast.Constant(value=str() as text) if text.isidentifier():
                        found.add(text)
    return frozenset(found)


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
