"""A framework's column on the screen of the demos: its code, its figures, its report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from engines.demos.catalogue import MODES, Demo
from tui.views.demo_view import cell_of, code_view, figure_lines, report_lines, state_of
from widgets.code_pane import CodePane
from widgets.line import Line, Piece, wrap
from widgets.line_pane import LinePane

if TYPE_CHECKING:
    from engines.run.run import Run
    from engines.study.cell_state import CellState

WIDE = 36
"""Cells of a column in whose title an outcome of two words fits."""


class Column(Vertical):
    """A framework: code, figures, report."""

    def __init__(self, framework: str) -> None:
        """Initialize for a framework; `show` fills it."""
        super().__init__(id=f"column-{framework}", classes="column")
        self.framework = framework
        self.mode = MODES[framework][0]
        self.offset_rows = 0
        """Rows that the report is scrolled by."""

    def compose(self) -> ComposeResult:
        """Three parts, one below the other."""
        yield CodePane()
        yield LinePane(classes="figures")
        yield LinePane(classes="report")

    def next_mode(self) -> None:
        """The framework's next mode, round the end."""
        modes = MODES[self.framework]
        self.mode = modes[(modes.index(self.mode) + 1) % len(modes)]
        self.offset_rows = 0

    def show(self, run: Run, demo: Demo, version: str, *, folded: bool, front: bool) -> None:
        """What is known of that version in this column's mode."""
        cell = cell_of(run, demo.name, self.framework, self.mode, version)
        why = demo.why_impossible(self.framework, self.mode)
        if cell is None and why:
            cell = cell_of(run, demo.name, self.framework, self.mode, "bug")
        room = max(10, self.size.width - 3)
        title = self._title(run, cell, version, front=front)
        code, figures, report = self.query_one(CodePane), *self.query(LinePane)
        view = code_view(demo, self.framework, version, title)
        code.display = view is not None
        if view is not None:
            code.show(view, 0)
        if cell is None or why:
            told = why or f"{self.framework} has no {version.partition(':')[0]} of its own here."
            _show_all(figures, [] if view else [title], wrap(told, room, 6, "label"))
            report.show([], [])
            return
        _show_all(figures, [] if view else [title], figure_lines(run, cell, room))
        bug = demo.snippet(self.framework).bug_lines(version)
        lines = report_lines(cell, demo.path(self.framework), bug, room, folded=folded)
        report.show([], lines, self.offset_rows)
        self.offset_rows = report.offset_rows

    def _title(self, run: Run, cell: CellState | None, version: str, *, front: bool) -> Line:
        accent = run.accents[cell.id] if cell is not None else list(MODES).index(self.framework)
        return (
            Piece(f"{'▸' if front else ' '}{self.framework} ", f"accent:{accent}"),
            Piece(f" {self.mode} ", f"badge:{accent}"),
            Piece(" "),
            *(() if cell is None or not cell.attempt else (self._state(cell), Piece("  "))),
            Piece(version, "label"),
        )

    def _state(self, cell: CellState) -> Piece:
        """The outcome, in one word where there is no room for two."""
        state = state_of(cell)
        if self.size.width >= WIDE:
            return state
        return replace(state, text=state.text.removesuffix(" wrong").removesuffix(" here"))


def _show_all(pane: LinePane, title: list[Line], lines: list[Line]) -> None:
    """Show lines in a pane that is as high as they are, the rule above it included."""
    pane.styles.height = len(title) + len(lines) + 1
    pane.show(title, lines)
