"""Which lines of an engine a mode decides on, found in its text; nothing of it is run."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator


def mode_lines(text: str, modes: Collection[str]) -> dict[int, frozenset[str]]:
    """Line -> the modes that use it; all modes where the line is what tells them apart.

    Told apart are: the body of `switch` and what it sets, wherever that is used; dicts that have
    modes for keys, each entry for its own mode; and what is looked up in such a dict of the module.
    """
    tree = ast.parse(text)
    everyone = frozenset(modes)
    found: dict[int, frozenset[str]] = {}
    chosen: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "switch":
            found |= dict.fromkeys(range(node.lineno, (node.end_lineno or 0) + 1), everyone)
            chosen |= set(_attributes_set(node))
    tables: dict[str, frozenset[str]] = {}
    for statement in ast.walk(tree):
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            entries = _entries(statement.value, everyone)
            if entries:
                found[statement.lineno] = everyone
                named = (
                    statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                )
                of = frozenset().union(*entries.values())
                tables |= {name.id: of for name in named if isinstance(name, ast.Name)}
            found |= entries
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in chosen:
            found[node.lineno] = everyone
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            found[node.lineno] = tables.get(node.value.id, found.get(node.lineno, frozenset()))
    return {line: of for line, of in found.items() if of}


def function_lines(text: str) -> dict[str, int]:
    """Function or method -> the line that it begins in, decorators included."""
    return {
        node.name: min([node.lineno, *(one.lineno for one in node.decorator_list)])
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
    }


def _attributes_set(function: ast.FunctionDef) -> Iterator[str]:
    """The names that a method puts on `self`."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute):
                    yield target.attr


def _entries(value: ast.expr | None, modes: frozenset[str]) -> dict[int, frozenset[str]]:
    """Line -> the mode whose entry in a dict stands there."""
    lines: dict[int, frozenset[str]] = {}
    if isinstance(value, ast.Dict):
        for key, entry in zip(value.keys, value.values, strict=True):
            if isinstance(key, ast.Constant) and key.value in modes:
                for line in range(key.lineno, (entry.end_lineno or key.lineno) + 1):
                    lines[line] = lines.get(line, frozenset()) | {str(key.value)}
    return lines
