"""All keys, from the one table, those of the focused part first; and what the words mean."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.keys.actions import ACTIONS, APP_ACTIONS, Action
from tui.keys.scopes import TITLES, live, screen_bindings
from tui.screens.scrolling import ScrollPane, Scrolls
from widgets.glossary import WORDS

NARROW = 110
"""Cells of a terminal below which three columns would wrap to three rows a key."""


def help_rows(
    actions: tuple[Action, ...] = ACTIONS, scope: str = "main", first: str = ""
) -> list[tuple[str, str, str, str]]:
    """(section, key, description, tooltip) for each action once.

    What is live on the screen of that scope comes first; on the main screen the group `first`.
    """
    here = () if scope == "main" else live(scope, actions)
    local = tuple(action for action in here if action.id not in APP_ACTIONS)
    rest = [action for action in actions if action not in local]
    ordered = [
        *((TITLES[scope], action) for action in local),
        *((action.group, action) for action in rest if action.group == first),
        *((action.group, action) for action in rest if action.group != first),
    ]
    return [(of, one.key_text, one.description, one.tooltip) for of, one in ordered]


def help_table(
    actions: tuple[Action, ...] = ACTIONS,
    scope: str = "main",
    first: str = "",
    *,
    narrow: bool = False,
) -> Table:
    """Words and keys by section, in three columns that wrap each for itself; `narrow`: in two.

    The words come first on the main screen, where they stand; on another one its own keys do.
    """
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(no_wrap=True, min_width=10)
    table.add_column(min_width=20, ratio=2)
    if not narrow:
        table.add_column(ratio=3)

    def add(name: str, short: str, full: str) -> None:
        head, rest = Text(f"  {name}", "bold"), Text(full, "dim")
        if narrow:
            table.add_row(head, Text.assemble(short, "  " if full else "", rest))
        else:
            table.add_row(head, short, rest)

    def add_words() -> None:
        table.add_row(_heading("Words"))
        for word in WORDS:
            add(word.name, word.short, word.full)
        table.add_row()

    if scope == "main":
        add_words()
    section = ""
    for of, key, description, tooltip in help_rows(actions, scope, first):
        if of != section:
            if section:
                table.add_row()
            if section == TITLES.get(scope):
                add_words()
            here = "this screen" if scope != "main" else "in focus" if first else ""
            table.add_row(_heading(of), Text("" if section else here, "dim"))
            section = of
        add(key, description, tooltip)
    return table


def _heading(text: str) -> Text:
    """Underlined as far as it goes; a style of the whole cell would go on to its end."""
    return Text.assemble((text, "bold underline"))


class LaidOut:
    """A table that is laid out once for each width: Textual asks for all of it some five times over."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._segments: dict[int, list[Segment]] = {}

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table's segments."""
        width = options.max_width
        if width not in self._segments:
            self._segments[width] = list(console.render(self._table, options))
        return self._segments[width]


@cache
def laid_out(actions: tuple[Action, ...], scope: str, first: str, *, narrow: bool) -> LaidOut:
    """The help table of a place; the next time it is asked for there, it is there at once."""
    return LaidOut(help_table(actions, scope, first, narrow=narrow))


class HelpScreen(Scrolls, ModalScreen[None]):
    """Keys and words; the keys of back, help and quit go back, and so does a click beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_bindings("help")]

    def __init__(
        self, actions: tuple[Action, ...] = ACTIONS, scope: str = "main", first: str = ""
    ) -> None:
        """Initialize for a table of actions, the screen it is asked on, and the group in focus."""
        super().__init__()
        self._actions = actions
        self._place = (scope, first)

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        with ScrollPane(classes="dialog -wide"):
            yield Static(id="help")

    def on_resize(self, event: events.Resize) -> None:
        """Lay the text out for the width there is."""
        narrow = event.size.width < NARROW
        text = laid_out(self._actions, *self._place, narrow=narrow)
        self.query_one("#help", Static).update(text)

    async def action_dismiss(self, result: None = None) -> None:
        """Go back."""
        self.dismiss()

    def on_click(self, event: events.Click) -> None:
        """A click beside the dialog goes back."""
        if event.widget is self:
            self.dismiss()
