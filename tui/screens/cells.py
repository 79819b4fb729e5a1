"""A plain screen for a run that measures a study: its cells as a table, and what the chosen one found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.widgets import DataTable, Static

from tui.keys.actions import Action
from tui.screens.main_screen import MainScreen
from tui.sources.transport import SEEK
from tui.views.cells_view import COLUMNS, cell_lines, cell_rows, study_line
from tui.views.race_view import markers
from widgets.key_bar import KeyBar, KeyHint

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


class CellsScreen(MainScreen):
    """Shows the cells of a `Run`; owns which of them is looked at."""

    def __init__(
        self, source: Source, run: Run, log_tail: LogTail, actions: tuple[Action, ...]
    ) -> None:
        """Initialize for a run, where it comes from, its output, and the keys that there are."""
        super().__init__()
        self.source = source
        self.known = run
        self._log_tail = log_tail
        self._actions = actions
        self.done = {
            "show_log": self._log,
            "next_word": self.next_word,
            "help": self._help,
            "back": self._back,
            **self._moves(),
        }
        self._shown: tuple[int, int] | None = None
        """The moves of a replay, and the revision, that the screen shows."""

    def compose(self) -> ComposeResult:
        """What the study is, its table, and what the cell under the cursor found."""
        yield Static(id="study", markup=False)
        yield CellTable(cursor_type="row", id="cells")
        yield Static(id="found", markup=False)
        shown = [one for one in self._actions if one.id in {*self.done, "quit"} and one.label]
        yield KeyBar([KeyHint(one.id, one.key_text, one.label, one.keep) for one in shown])

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

    def _moves(self) -> dict[str, Callable[[], object]]:
        """What moves a replay; steps of a lane there are none."""
        replay = self.source.transport
        if replay is None:
            return {}
        return {
            "pause": replay.play_or_pause,
            "replay_begin": lambda: replay.to_time(0.0),
            "replay_end": lambda: replay.to_time(replay.total),
            "seek_forward": lambda: replay.by_time(SEEK),
            "seek_back": lambda: replay.by_time(-SEEK),
            "faster": lambda: replay.faster(1),
            "slower": lambda: replay.faster(-1),
        }

    def _log(self) -> None:
        """What the workers print."""
        from tui.screens.log import LogScreen

        self.app.push_screen(
            LogScreen(self._log_tail, markers(tuple(self.known.cells)), self.known.accents)
        )

    def _help(self) -> None:
        """Keys and words."""
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self._actions))

    def _back(self) -> None:
        self.notify("This is the main screen: q quits.", timeout=2)

    @on(KeyBar.Pressed)
    async def _pressed(self, message: KeyBar.Pressed) -> None:
        await self.do(message.action)
