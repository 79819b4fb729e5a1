"""A plain screen for a run that measures a study: its cells as a table, and what the chosen one found."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.widgets import DataTable, Static

from tui.keys.actions import Action
from tui.screens.study_screen import StudyScreen
from tui.views.cells_view import COLUMNS, cell_lines, cell_rows, study_line

if TYPE_CHECKING:
    from engines.run.run import Run
    from tui.sources.source import Source
    from tui.views.log_tail import LogTail


class CellTable(DataTable[str], inherit_bindings=False):
    """A table whose keys go up and down only: the ends of a line are a replay's begin and end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", show=False),
        Binding("down", "cursor_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
    ]


class CellsScreen(StudyScreen):
    """Shows the cells of a `Run`; owns which of them is looked at."""

    def __init__(
        self, source: Source, run: Run, log_tail: LogTail, actions: tuple[Action, ...]
    ) -> None:
        """Initialize for a run, where it comes from, its output, and the keys that there are."""
        super().__init__(source, run, log_tail, actions)
        self.done["next_word"] = self.next_word

    def compose(self) -> ComposeResult:
        """What the study is, its table, and what the cell under the cursor found."""
        yield Static(id="study", markup=False)
        yield CellTable(cursor_type="row", id="cells")
        yield Static(id="found", markup=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Lay the table out: a study's cells are known from its beginning."""
        table = self._table
        table.add_columns(*COLUMNS)
        for row in cell_rows(self.known):
            table.add_row(*row, key=row[0])
        table.focus()
        self.show_now()

    @property
    def _table(self) -> CellTable:
        return self.query_one("#cells", CellTable)

    def show_now(self) -> None:
        """Show what changed since the last tick."""
        now = (self.known.moves, self.known.revision)
        if not self.is_mounted or now == self._shown:
            return
        self._shown = now
        table = self._table
        for number, row in enumerate(cell_rows(self.known)):
            for place, text in enumerate(row):
                at = Coordinate(number, place)
                if table.get_cell_at(at) != text:
                    table.update_cell_at(at, text, update_width=True)
        self.query_one("#study", Static).update(study_line(self.known))
        self._show_found()

    @on(DataTable.RowHighlighted)
    def _show_found(self) -> None:
        cells = list(self.known.cells.values())
        row = self._table.cursor_row
        if row < len(cells):
            self.query_one("#found", Static).update("\n".join(cell_lines(cells[row])))
