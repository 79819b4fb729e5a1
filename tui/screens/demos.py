"""The debugging demos: the catalogue, and a column a framework with its code and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from engines.demos.catalogue import MODES, Demo, catalogue
from tui.keys.actions import Action
from tui.keys.scopes import screen_bindings
from tui.screens.demo_column import Column
from tui.screens.study_screen import StudyScreen
from tui.views.demo_view import cells_of, glance, progress_line
from widgets.line import Line, Piece, wrap
from widgets.line_pane import LinePane

if TYPE_CHECKING:
    from engines.run.run import Run
    from tui.sources.source import Source
    from tui.views.log_tail import LogTail

COLUMN = 30
"""The least cells of a column; where not all get as much, one shows at a time."""
LIST = 25
"""Cells of the catalogue."""
HEAD = 3
"""Rows that say what the demo is about."""


class Catalogue(OptionList, inherit_bindings=False):
    """The demos by group; the other keys are the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", show=False),
        Binding("down", "cursor_down", show=False),
    ]


class DemosScreen(StudyScreen, inherit_bindings=False):
    """Shows a `Run` of demos; owns which demo, version and modes are looked at."""

    SCOPE = "demos"
    BINDINGS: ClassVar[list[BindingType]] = [*screen_bindings("demos")]

    def __init__(
        self, source: Source, run: Run, log_tail: LogTail, actions: tuple[Action, ...]
    ) -> None:
        """Initialize for a run, where it comes from, its output, and the keys that there are."""
        super().__init__(source, run, log_tail, actions)
        there = {cell.subject for cell in run.cells.values()}
        self._demos = {name: demo for name, demo in catalogue().items() if name in there}
        self.demo = self._first()
        self.columns: list[Column] = []
        self.version = 0
        """The number of the version in `_versions`."""
        self.alone = False
        self.front = 0
        self.folded = True
        self.done |= {
            "demo_measure": self._measure,
            "demo_mode": lambda: self._change_modes(self.columns[self.front : self.front + 1]),
            "demo_modes": lambda: self._change_modes(self.columns),
            "demo_version": self._next_version,
            "demo_next": lambda: self._next(1),
            "demo_previous": lambda: self._next(-1),
            "demo_alone": self._alone,
            "demo_fold": self._fold,
            "page_up": lambda: self._scroll(-1),
            "page_down": lambda: self._scroll(1),
        }

    def _first(self) -> Demo:
        """The demo that was begun, else the first."""
        begun = [cell.subject for cell in self.known.cells.values() if cell.attempt]
        asked = [name for name in self.known.header.command if name in self._demos]
        return self._demos[next(iter([*asked, *begun, *self._demos]))]

    def compose(self) -> ComposeResult:
        """Catalogue, what the demo is about, the columns, the keys."""
        with Horizontal(id="demos"):
            yield Catalogue(*self._options(), id="catalogue")
            with Vertical(id="demo"):
                yield LinePane(id="about")
                with Horizontal(id="columns"):
                    for framework in MODES:
                        yield Column(framework)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin at the demo that was asked for."""
        self.columns = [self.query_one(f"#column-{name}", Column) for name in MODES]
        listed = self.query_one(Catalogue)
        listed.highlighted = listed.get_option_index(self.demo.name)
        listed.focus()
        self._arrange()

    def on_resize(self, event: events.Resize) -> None:
        """All columns or one, whichever fits."""
        if self.columns:
            self._arrange()

    @property
    def one_at_a_time(self) -> bool:
        """Whether only the front column shows."""
        return self.alone or self.app.size.width - LIST < COLUMN * len(MODES)

    def _arrange(self) -> None:
        for at, column in enumerate(self.columns):
            column.display = not self.one_at_a_time or at == self.front
        # Lines are folded to widths that are known once all is laid out again.
        self.call_after_refresh(self._again)

    def _options(self) -> list[Option]:
        options: list[Option] = []
        group = ""
        for name, demo in self._demos.items():
            if demo.group != group:
                group = demo.group
                options.append(Option(f"[b]{group}[/b]", disabled=True))
            options.append(Option(self._label(name), id=name))
        return options

    def _label(self, name: str) -> str:
        letters = "".join(glance(self.known, name, framework).text for framework in MODES)
        return f"{name:<{LIST - 7}.{LIST - 7}} {letters}"

    def _versions(self) -> list[dict[str, str]]:
        """What `version` counts: framework -> its version, bug and fixed first, then the hunters."""
        hunters = {
            one: [name for name in self.demo.snippet(one).versions if name.startswith("hunter")]
            for one in self.demo.frameworks
        }
        most = max(map(len, hunters.values()), default=0)
        return [
            dict.fromkeys(MODES, "bug"),
            dict.fromkeys(MODES, "fixed"),
            *(
                {one: (hunters.get(one, [])[n:] or ["hunter"])[0] for one in MODES}
                for n in range(most)
            ),
        ]

    def show_now(self) -> None:
        """Show what changed since the last tick."""
        now = (self.known.moves, self.known.revision)
        if self.is_mounted and self.columns and now != self._shown:
            self._again()

    def _again(self) -> None:
        self._shown = (self.known.moves, self.known.revision)
        about = self.demo.about
        room = max(20, self.query_one("#about", LinePane).size.width - 1)
        head: Line = (
            Piece(f"{self.demo.name}: {about.title}", "strong"),
            Piece(f"   {progress_line(self.known)}", "dim"),
        )
        self.query_one("#about", LinePane).show(
            [head], wrap(f"{about.question} Right: {about.right}", room, HEAD - 1, "label")
        )
        versions = self._versions()[self.version]
        for at, column in enumerate(self.columns):
            if column.display:
                version = versions[column.framework]
                column.show(
                    self.known, self.demo, version, folded=self.folded, front=at == self.front
                )
        listed = self.query_one(Catalogue)
        for name in self._demos:
            label = self._label(name)
            if str(listed.get_option(name).prompt) != label:
                listed.replace_option_prompt(name, label)

    @on(OptionList.OptionHighlighted)
    def _choose(self, message: OptionList.OptionHighlighted) -> None:
        if message.option_id is None or message.option_id == self.demo.name:
            return
        self.demo = self._demos[message.option_id]
        self.version = 0
        for column in self.columns:
            column.offset_rows = 0
        self._again()

    def _measure(self) -> None:
        """Measure the demo's cells, those in sight first."""
        if not self.source.can.measures:
            self.notify("A recorded run only shows what was measured.", timeout=2)
            return
        versions = self._versions()[self.version]
        in_sight = {(one.framework, one.mode, versions[one.framework]) for one in self.columns}
        cells = cells_of(self.known, self.demo.name)
        cells.sort(key=lambda one: (one.framework, one.mode, one.version) not in in_sight)
        self.source.measure([cell.id for cell in cells])

    def _change_modes(self, columns: list[Column]) -> None:
        for column in columns:
            column.next_mode()
        self._again()

    def _next_version(self) -> None:
        self.version = (self.version + 1) % len(self._versions())
        for column in self.columns:
            column.offset_rows = 0
        self._again()

    def _next(self, by: int) -> None:
        self.front = (self.front + by) % len(self.columns)
        self._arrange()

    def _alone(self) -> None:
        self.alone = not self.alone
        self._arrange()

    def _fold(self) -> None:
        self.folded = not self.folded
        self._again()

    def _scroll(self, pages: int) -> None:
        column = self.columns[self.front]
        column.offset_rows += pages * max(1, column.query(LinePane).last().size.height - 1)
        self._again()

    @on(LinePane.Scrolled)
    def _wheel(self, message: LinePane.Scrolled) -> None:
        column = self.columns[self.front]
        column.offset_rows += message.rows
        self._again()

    def _letters(self) -> dict[str, str]:
        """Those of this demo, by their frameworks."""
        of_demo = cells_of(self.known, self.demo.name)
        return {cell.id: cell.framework[:1].upper() for cell in of_demo}
