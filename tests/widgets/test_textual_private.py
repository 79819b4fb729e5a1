"""Private names of Textual: all that are used exist, and no other file uses any."""

from __future__ import annotations

import ast
import importlib
import inspect
import io
import pkgutil
import textwrap
from functools import cache
from pathlib import Path

import pytest
from textual.drivers._writer_thread import WriterThread

import tui
import widgets
from widgets import textual_private
from widgets.textual_private import NAMES, drop_output, frames_behind

HERE = textual_private.__name__
PAIRS = [(owner, name) for owner, names in NAMES.items() for name in names]
PRIVATE = {name for _, name in PAIRS if name.startswith("_")}
MODULES = [
    module.name
    for package in (tui, widgets)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if module.name != HERE
]


def is_private(name: str) -> bool:
    return name.startswith("_") and name.strip("_") != "" and not name.endswith("__")


def found(owner: str) -> object:
    """A module, or a class by its module and name."""
    try:
        return importlib.import_module(owner)
    except ModuleNotFoundError:
        module, _, name = owner.rpartition(".")
        return getattr(importlib.import_module(module), name)


@cache
def tree_of(what: object) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(what)))  # type: ignore[arg-type]


@cache
def own_names(cls: type) -> frozenset[str]:
    """What a class itself defines, and what its methods put on `self`."""
    stored = {
        node.attr
        for node in ast.walk(tree_of(cls))
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }
    return frozenset(stored | set(vars(cls)))


def textual_names(cls: type) -> set[str]:
    """The private names that a class inherits from Textual."""
    bases = [base for base in cls.__mro__ if base.__module__.partition(".")[0] == "textual"]
    return {name for base in bases for name in own_names(base) if is_private(name)}


def used_names(cls: type) -> set[str]:
    """The names that the text of a class defines, or uses on anything, `self` above all."""
    tree = tree_of(cls)
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    (body,) = (node.body for node in ast.walk(tree) if getattr(node, "name", "") == cls.__name__)
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(statement.name)
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            names |= {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    return names


@pytest.mark.parametrize(("owner", "name"), PAIRS, ids=[f"{o}.{n}" for o, n in PAIRS])
def test_each_name_is_there(owner: str, name: str) -> None:
    """A class may also give it to its instances only."""
    it = found(owner)
    classes = it.__mro__[:-1] if isinstance(it, type) else ()
    assert hasattr(it, name) or any(name in own_names(cls) for cls in classes)


def test_every_private_name_in_that_file_is_in_its_table() -> None:
    known = {part for owner, name in PAIRS for part in (*owner.split("."), name)}
    used: set[str] = set()
    for node in ast.walk(tree_of(textual_private)):
        if isinstance(node, ast.Attribute):
            used.add(node.attr)
        elif isinstance(node, ast.FunctionDef):
            used.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            used.update((node.module or "").split("."))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            used.add(node.value)
    assert {name for name in used if name.isidentifier() and is_private(name)} <= known


def reached_by(module: str) -> list[str]:
    """Private modules and names that a file imports, and private attributes of others than itself."""
    reached = []
    for node in ast.walk(tree_of(importlib.import_module(module))):
        if isinstance(node, ast.Import):
            reached += [alias.name for alias in node.names if alias.name.startswith("textual._")]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
            path = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
            reached += [name for name in path if is_private(name)]
        elif isinstance(node, ast.Attribute) and is_private(node.attr):
            owner = ast.unparse(node.value)
            if owner not in ("self", "cls", "os"):  # os._exit
                reached.append(ast.unparse(node))
        elif isinstance(node, ast.Constant) and node.value in PRIVATE:
            reached.append(str(node.value))
    return reached


def test_no_other_file_reaches_into_textual() -> None:
    """Stricter than that: no private attribute of anything but `self`, by its name or as a text."""
    reached = {module: reached_by(module) for module in MODULES}
    assert {module: names for module, names in reached.items() if names} == {}


def test_no_other_class_takes_a_private_name_of_its_base_in_textual() -> None:
    """Neither overridden on purpose nor by chance."""
    classes = [
        cls
        for module in MODULES
        for cls in vars(importlib.import_module(module)).values()
        if isinstance(cls, type) and cls.__module__ == module
    ]
    taken = {cls.__qualname__: textual_names(cls) & used_names(cls) for cls in classes}
    assert {name: names for name, names in taken.items() if names} == {}
    assert len([cls for cls in classes if textual_names(cls)]) > 30


def test_the_file_of_each_module_is_seen() -> None:
    """Those two look at all files that there are."""
    roots = [Path(package.__file__ or "").parent for package in (tui, widgets)]
    files = {path for root in roots for path in root.rglob("*.py")}
    seen = {Path(importlib.import_module(module).__file__ or "") for module in (*MODULES, HERE)}
    packages = {root / "__init__.py" for root in roots}
    assert files - seen <= packages


class Driver:
    def __init__(self) -> None:
        self._writer_thread = WriterThread(io.StringIO())


class Application:
    def __init__(self) -> None:
        self._driver = Driver()


def test_frames_behind_are_those_in_the_queue_of_the_driver() -> None:
    app = Application()
    app._driver._writer_thread.write("a frame")
    app._driver._writer_thread.write("another")
    assert frames_behind(app) == 2
    assert frames_behind(object()) == 0


def test_dropped_output_is_behind_by_nothing() -> None:
    app = Application()
    app._driver._writer_thread.write("a frame")
    drop_output(app)
    app._driver._writer_thread.write("another")
    assert frames_behind(app) == 0
