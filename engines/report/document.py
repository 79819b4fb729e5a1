"""A page as plain data: what is told, without how it looks. All texts are taken literally."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

NA = "n/a"
"""What stands where nothing was measured; never 0."""


@dataclass(frozen=True)
class ColumnHead:
    """The head of a column."""

    name: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of texts under columns; the first column names the row."""

    kind: ClassVar[str] = "table"
    columns: tuple[ColumnHead, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    note: str = ""
    half: bool = False
    """Whether two such tables may stand side by side."""


@dataclass(frozen=True)
class Drawing:
    """A drawing, as a whole SVG file."""

    kind: ClassVar[str] = "chart"
    name: str
    """Of letters, digits and dashes; unlike all others of the page."""
    title: str
    svg: str
    caption: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Some sentences."""

    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True)
class Listing:
    """Text of which each character counts: a command, the last lines of a worker."""

    kind: ClassVar[str] = "listing"
    title: str
    text: str
    words: bool = False
    """Whether it is of words that are not to be broken, as a command is."""


Item = Table | Drawing | Paragraph | Listing


@dataclass(frozen=True)
class Section:
    """Items under a heading."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Part:
    """Sections under a heading of their own: one run, or the comparison."""

    title: str
    subtitle: str
    notices: tuple[str, ...]
    """What a reader has to know before anything else."""
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Document:
    """The whole page."""

    title: str
    parts: tuple[Part, ...]
    footer: str


def columns(*names: str, text: Sequence[str] = ()) -> tuple[ColumnHead, ...]:
    """Columns of figures, but for those named in `text` and the first."""
    return tuple(
        ColumnHead(name, numeric=number > 0 and name not in text)
        for number, name in enumerate(names)
    )


def chart(name: str, title: str, svg: str, caption: str = "") -> Iterator[Drawing]:
    """The chart, if there is anything to draw."""
    if svg:
        yield Drawing(name, title, svg, caption)
