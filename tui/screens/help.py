"""All keys, from the one table, and what the words on the screen mean."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.actions import ACTIONS, Action

WORDS = {
    "lane": ("a framework, device, mode", "trained by a process of its own"),
    "lane time": ("time on the device", "that the lane itself had, compiling included"),
    "step time": ("median, recent", "of samples that nothing disturbed"),
    "p90": ("nine of ten", "of these samples are shorter"),
    "compile": ("the last one", "cold or cached, ×count so far; trace, lower, backend in seconds"),
    "cpu/step": ("CPU time a step", "of the lane's process, all threads"),
    "RSS, USS": ("memory of the process", "USS is what no other process shares"),
    "parity": ("loss difference", "the largest to the reference lane at the same step"),
    "n/a": ("not measured", "or not to be known here; never 0"),
    "badge": ("the mode", "filled if the step is compiled, hollow if it is plain"),
}
"""Word -> what it is, in short and in full."""


def help_rows(actions: tuple[Action, ...] = ACTIONS) -> list[tuple[str, str, str, str]]:
    """(group, key, description, tooltip) for each action."""
    return [(one.group, one.key_text, one.description, one.tooltip) for one in actions]


def help_table(actions: tuple[Action, ...] = ACTIONS) -> Table:
    """Keys by group, then words, in three columns that wrap each for itself."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(no_wrap=True, min_width=10)
    table.add_column(min_width=20, ratio=2)
    table.add_column(ratio=3)
    group = ""
    for of, key, description, tooltip in help_rows(actions):
        if of != group:
            table.add_row(*(("", "", "") if group else ()))
            table.add_row(Text(of, "bold underline"))
            group = of
        table.add_row(Text(f"  {key}", "bold"), description, Text(tooltip, "dim"))
    table.add_row()
    table.add_row(Text("Words", "bold underline"))
    for word, meaning in WORDS.items():
        table.add_row(Text(f"  {word}", "bold"), *meaning)
    return table


class HelpScreen(ModalScreen[None]):
    """Keys and words; any of esc, ?, q goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,question_mark,q", "dismiss", "Back")]

    def __init__(self, actions: tuple[Action, ...] = ACTIONS) -> None:
        """Initialize for a table of actions."""
        super().__init__()
        self._actions = actions

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        with VerticalScroll(classes="dialog -wide"):
            yield Static(help_table(self._actions), id="help")

    async def action_dismiss(self, result: None = None) -> None:
        """Go back."""
        self.dismiss()
