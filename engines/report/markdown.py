"""A document as Markdown, with its charts as SVG files in a folder beside it."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from urllib.parse import quote

from engines.report.document import Document, Drawing, Item, Listing, Paragraph, Table


def markdown_page(document: Document, folder: str) -> tuple[str, dict[str, str]]:
    """The text, and the charts as (file name -> SVG); `folder` is where they will be, by name."""
    charts: dict[str, str] = {}
    blocks = [f"# {_plain(document.title)} – fwdash report"]
    for part in document.parts:
        blocks.append(f"## {_plain(part.title)}")
        if part.subtitle:
            blocks.append(_plain(part.subtitle))
        if part.notices:
            blocks.append("\n".join(f"- **Note:** {_plain(notice)}" for notice in part.notices))
        for section in part.sections:
            if section.title:
                blocks.append(f"### {_plain(section.title)}")
            for item in section.items:
                blocks.extend(_blocks(item, folder))
                if isinstance(item, Drawing):
                    charts[f"{item.name}.svg"] = item.svg
    blocks.append(_plain(document.footer))
    return "\n\n".join(blocks) + "\n", charts


def _blocks(item: Item, folder: str) -> Iterator[str]:
    match item:
        case Paragraph(text=text):
            yield _plain(text)
        case Drawing(name=name, title=title, caption=caption):
            yield f"![{_plain(title)}]({quote(os.fsencode(folder))}/{name}.svg)"
            if caption:
                yield _plain(caption)
        case Listing(title=title, text=text):
            yield f"**{_plain(title)}**"
            # A fence longer than any in the text.
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
            yield f"{fence}\n{text}\n{fence}"
        case Table():
            if item.title:
                yield f"**{_plain(item.title)}**"
            yield "\n".join(_rows(item))
            if item.note:
                yield _plain(item.note)


def _rows(table: Table) -> Iterator[str]:
    yield _row([column.name for column in table.columns])
    yield _row_of(["---:" if column.numeric else "---" for column in table.columns])
    for row in table.rows:
        yield _row(row)


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return _row_of([_plain(cell) for cell in cells])


def _row_of(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _plain(text: str) -> str:
    """Text that no Markdown reader takes for markup, HTML or a link; in one line."""
    line = " ".join(text.split())
    line = re.sub(r"([\\`*_\[\]|~$])", r"\\\1", line)
    line = html.escape(line, quote=False)
    # Some readers make links out of bare addresses.
    line = line.replace("://", "&#58;//").replace("www.", "www&#46;").replace("@", "&#64;")
    return re.sub(r"^(\d*)([#+>.)-])(?=\s|[#>-]|$)", r"\1\\\2", line)
