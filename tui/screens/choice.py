"""A small dialog: one of several things, each with a line that says what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option


class ChoiceScreen(ModalScreen[str | None]):
    """Returns the name that was chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss(None)", "Back")]

    def __init__(self, title: str, choices: Mapping[str, str], current: str) -> None:
        """Initialize with name -> what it is; `current` is marked and highlighted."""
        super().__init__()
        self._title = title
        self._choices = choices
        self._current = current

    def compose(self) -> ComposeResult:
        """Title, list, hint."""
        wide = max(map(len, self._choices), default=0)
        with Vertical(classes="dialog"):
            yield Label(self._title, classes="dialog--title", markup=False)
            yield OptionList(
                *(
                    Option(
                        Text.assemble(
                            "● " if name == self._current else "  ",
                            (name.ljust(wide + 2), "bold"),
                            (text, "dim"),
                        ),
                        id=name,
                    )
                    for name, text in self._choices.items()
                )
            )
            yield Label(
                "[@click=screen.choose]enter chooses[/], "
                "[@click=screen.dismiss(None)]esc goes back[/]",
                classes="dialog--hint",
            )

    def on_mount(self) -> None:
        """Begin at what is so now."""
        names = list(self._choices)
        if self._current in names:
            self.query_one(OptionList).highlighted = names.index(self._current)

    async def action_choose(self) -> None:
        """What enter does, by mouse."""
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the choice."""
        self.dismiss(event.option.id)
