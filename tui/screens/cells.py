"""A plain screen for a run that measures a study: its cells as a table, and what the chosen one found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.coordinate import Coordinate
from textual.widgets import DataTable, Static

from tui.keys.actions import APP_ACTIONS
from tui.keys.scopes import screen_bindings
from tui.screens.followed import FollowsRun
from tui.screens.keyed_screen import KeyedScreen
from tui.sources.replay import SEEK
from tui.views.cells_view import COLUMNS, cell_lines, cell_rows, study_line
from tui.views.race_view import markers
from widgets.key_bar import KeyBar, KeyHint

if TYPE_CHECKING:
    from engines.run.run import Run
    from tui.sources.source import Source
    from tui.views.log_tail import LogTail


class CellsScreen(FollowsRun, KeyedScreen):
    """Shows the cells of a `Run`; owns which of them is looked at."""

    SCOPE: ClassVar[str] = "cells"
    BINDINGS: ClassVar[list[BindingType]] = [*screen_bindings("cells")]
    HINTS: ClassVar[tuple[KeyHint, ...]] = (
        KeyHint("show_log", "{show_log}", "log"),
        KeyHint("help", "{help}", "help"),
        KeyHint("app.quit", "{quit}", "quit", keep=True),
    )

    def __init__(self, source: Source, run: Run, log_tail: LogTail) -> None:
        """Initialize for a run, where it comes from, and its output."""
        super().__init__()
        self.source = source
        self.known = run
        self._log_tail = log_tail
        self._shown: tuple[int, int] | None = None
        """The revision, and the moves of a replay, that the screen shows."""

    def compose(self) -> ComposeResult:
        """What the study is, its table, and what the cell under the cursor found."""
        yield Static(id="study", markup=False)
        table: DataTable[str] = DataTable(cursor_type="row", id="cells")
        yield table
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
    def _table(self) -> DataTable[str]:
        return self.query_one("#cells", DataTable)

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

    def _show_found(self) -> None:
        cells = list(self.known.cells.values())
        row = self._table.cursor_row
        if row < len(cells):
            self.query_one("#found", Static).update("\n".join(cell_lines(cells[row])))

    @on(DataTable.RowHighlighted)
    def _chosen(self) -> None:
        self._show_found()

    def show_front(self) -> None:
        """Bring the screen in front up to date; behind a dialog, this one."""
        front = self.app.screen
        (front if isinstance(front, FollowsRun) else self).show_now()

    async def do(self, action_id: str) -> None:
        """Do one of the table's actions, from the palette or by the keys of a replay."""
        if action_id in APP_ACTIONS:
            await self.run_action(f"app.{action_id}")
        elif action_id in self._moves:
            self._moves[action_id]()
            self.show_front()
        elif action_id in ("show_log", "help"):
            await self.run_action(action_id)
        else:
            self.notify("This run trains nothing: there is no lane for that.", timeout=3)

    @property
    def _moves(self) -> dict[str, Callable[[], object]]:
        """What moves a replay without steps of a lane."""
        replay = self.source.transport
        if replay is None:
            return {}
        return {
            "pause": replay.play_or_pause,
            "seek_forward": lambda: replay.by_time(SEEK),
            "seek_back": lambda: replay.by_time(-SEEK),
            "replay_begin": lambda: replay.to_time(0.0),
            "replay_end": lambda: replay.to_time(replay.total),
            "faster": lambda: replay.faster(1),
            "slower": lambda: replay.faster(-1),
        }

    async def action_forward(self, action_id: str) -> None:
        """A key that means the same here as on the screen of lanes."""
        await self.do(action_id)

    async def action_back(self) -> None:
        """This is the main screen."""
        self.notify("This is the main screen: q quits.", timeout=2)

    def action_show_log(self) -> None:
        """What the workers print."""
        from tui.screens.log import LogScreen

        self.app.push_screen(LogScreen(self._log_tail, markers(tuple(self.known.cells))))

    @on(KeyBar.Pressed)
    async def _pressed(self, message: KeyBar.Pressed) -> None:
        await self.run_action(message.action)
