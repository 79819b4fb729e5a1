"""A small dialog with one line to write on."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label


class AskText(ModalScreen[str | None]):
    """Returns what was written, stripped, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss(None)", "Back")]

    def __init__(self, title: str, placeholder: str) -> None:
        """Initialize with a title and what to write."""
        super().__init__()
        self._title = title
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """Title, line, hint."""
        with Vertical(classes="dialog"):
            yield Label(self._title, classes="dialog--title")
            yield Input(placeholder=self._placeholder, max_length=80, compact=True)
            yield Label(
                "[@click=screen.write]enter takes it[/], [@click=screen.dismiss(None)]esc goes back[/]",
                classes="dialog--hint",
            )

    async def action_write(self) -> None:
        """What enter does, by mouse."""
        await self.query_one(Input).action_submit()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return what was written."""
        self.dismiss(event.value.strip())
