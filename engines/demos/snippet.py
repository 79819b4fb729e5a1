"""A demo's source file: its versions, and the lines of the bug that is marked in each."""

from __future__ import annotations

import ast
from pathlib import Path

MARK = "# BUG"
"""The comment that marks the line of the bug."""
HUNTER = "hunter"


class Snippet:
    """One file: a function a version, each given the wrapper of the mode that it is to run in."""

    def __init__(self, path: Path) -> None:
        """Initialize by reading the file."""
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self._lines = self.text.splitlines()
        self._tree = ast.parse(self.text)
        self._functions = {
            node.name: node for node in self._tree.body if isinstance(node, ast.FunctionDef)
        }

    @property
    def versions(self) -> tuple[str, ...]:
        """`bug`, `fixed`, and a `hunter:NAME` for each of the framework's own means against it."""
        hunters = [name for name in self._functions if name.startswith(f"{HUNTER}_")]
        return ("bug", "fixed", *(name.replace("_", ":", 1) for name in hunters))

    @staticmethod
    def function_of(version: str) -> str:
        """The name of a version's function."""
        return version.replace(":", "_", 1)

    def span(self, version: str) -> tuple[int, int]:
        """The first and the last line of a version's function."""
        node = self._functions[self.function_of(version)]
        assert node.end_lineno is not None
        return node.lineno, node.end_lineno

    def source(self, version: str) -> str:
        """A version's function alone."""
        first, last = self.span(version)
        return "\n".join(self._lines[first - 1 : last])

    def bug_lines(self, version: str) -> frozenset[int]:
        """The lines of the statement that is marked in a version; none in one without the bug."""
        first, last = self.span(version)
        marked = [n for n in range(first, last + 1) if MARK in self._lines[n - 1]]
        return frozenset(line for n in marked for line in self._statement(n))

    def _statement(self, line: int) -> range:
        """The lines of the innermost statement there; of a compound one, its head alone."""
        spans = []
        for node in ast.walk(self._tree):
            if isinstance(node, ast.stmt):
                assert node.end_lineno is not None
                body = getattr(node, "body", None)
                last = body[0].lineno - 1 if body else node.end_lineno
                last = max(last, node.lineno)
                if node.lineno <= line <= last:
                    spans.append(range(node.lineno, last + 1))
        return min(spans, key=len, default=range(line, line + 1))
