"""A row of a form: fields side by side on words that the row paints itself."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

LABEL = "$foreground 62%"
NOTE = "$foreground 48%"
WRONG = "$text-error"


@dataclass(frozen=True)
class Words:
    """A text on the first line of a row, and the column where it begins."""

    text: str
    column: int = 0
    style: str = LABEL


@dataclass(frozen=True)
class Note:
    """What is said of a row: a hint, or what is wrong."""

    text: str = ""
    wrong: bool = False
    whole: bool = False
    """Whether all of it is shown, on several lines if need be; what is wrong always is."""


def row_lines(words: tuple[Words, ...], note: Note, column: int, width: int) -> list[Content]:
    """The lines of a row of `width` cells; the note stands in and below `column`."""
    first = Content("")
    for part in words:
        first = first.pad_right(part.column - first.cell_length) + Content.styled(
            part.text, part.style
        )
    room = max(1, width - column)
    said = Content.styled(note.text, WRONG if note.wrong else NOTE)
    if not note.text:
        return [first]
    if not (note.wrong or note.whole):
        return [first.pad_right(column - first.cell_length) + said.truncate(room, ellipsis=True)]
    lines = [line.pad_left(column) for line in said.wrap(room)]
    if first.cell_length > column:  # no place beside the fields: below them
        return [first, *lines]
    return [first.pad_right(column - first.cell_length) + lines[0][column:], *lines[1:]]


class FormRow(Widget):
    """Fields, and the words round them.

    A widget costs about a millisecond before it is seen, and a label would be one: a form of
    sixteen rows with all its words as widgets took half a second to stand.
    """

    DEFAULT_CSS = """
    FormRow { layout: horizontal; width: 1fr; height: auto; text-wrap: nowrap; }
    """

    def __init__(
        self, *fields: Widget, words: tuple[Words, ...], column: int, classes: str | None = None
    ) -> None:
        """Initialize with the fields, the words, and the column where the note begins."""
        super().__init__(*fields, classes=classes)
        self.words = words
        self.note = Note()
        self._column = column

    @property
    def note_column(self) -> int:
        """Where the note begins."""
        return self._column

    @note_column.setter
    def note_column(self, column: int) -> None:
        if column != self._column:
            self._column = column
            self.refresh(layout=True)

    def say(self, note: Note) -> None:
        """Show another note."""
        if note != self.note:
            self.note = note
            self.set_class(note.wrong, "-wrong", update=self.is_attached)
            self.refresh(layout=True)

    def render(self) -> Content:
        """The words and the note; the fields lie over it."""
        return Content("\n").join(self._lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the note needs."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        return row_lines(self.words, self.note, self._column, width)
