"""The report as Markdown."""

from __future__ import annotations

import re

from engines.report.document import (
    Document,
    Drawing,
    Listing,
    Paragraph,
    Part,
    Section,
    Table,
    columns,
)
from engines.report.markdown import markdown_page


def of(*items: Drawing | Listing | Paragraph | Table) -> str:
    part = Part("part", "", (), (Section("section", items),))
    return markdown_page(Document("title", (part,), "end"), "charts")[0]


def test_charts_are_files_beside_it_and_all_are_shown(race_document: Document) -> None:
    text, charts = markdown_page(race_document, "race charts")
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert sorted(shown) == sorted(f"race%20charts/{name}" for name in charts)
    assert len(charts) == 9
    assert all(svg.startswith("<?xml") and "</svg>" in svg for svg in charts.values())


def test_a_table_has_as_many_cells_in_each_row() -> None:
    text = of(Table(columns("a", "b"), (("x|y", "1"), ("two\nlines", "-2"))))
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert rows == ["| a | b |", "| --- | ---: |", r"| x\|y | 1 |", "| two lines | -2 |"]


def test_texts_are_no_markup() -> None:
    text = of(Paragraph("<script>x</script> *a* [b](http://c.d) `e` www.f.g"))
    assert "<script" not in text
    assert "http://" not in text
    assert r"\*a\* \[b\](http&#58;//c.d) \`e\` www&#46;f.g" in text


def test_a_text_cannot_begin_a_heading_or_a_list() -> None:
    lines = of(Paragraph("# no"), Paragraph("1. no"), Paragraph("- no"), Paragraph("0.5 is one"))
    assert r"\# no" in lines
    assert r"1\. no" in lines
    assert r"\- no" in lines
    assert "\n0.5 is one" in lines


def test_a_listing_cannot_close_its_fence() -> None:
    assert "````\n```\nx\n````" in of(Listing("said", "```\nx"))
