"""A report on disk."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from engines.errors import RunError, UsageError
from engines.report import files
from engines.report.document import Document
from engines.report.files import write_report
from engines.report.made import make_report
from tests.engines.written import step_times, trained, write_log


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return make_report([write_log(tmp_path / "a", *trained("torch", step_times(20)))])


def test_nothing_is_written_over_unless_asked_for(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    path.write_text("mine")
    with pytest.raises(RunError, match=r"there already.*--overwrite"):
        write_report(document, path)
    assert path.read_text() == "mine"
    write_report(document, path, overwrite=True)
    assert path.read_text().startswith("<!doctype html>")


@pytest.mark.parametrize(("name", "page"), [("r.html", "html_page"), ("r.md", "markdown_page")])
def test_what_came_while_the_page_was_made_is_not_written_over(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, page: str
) -> None:
    path, made = tmp_path / name, getattr(files, page)

    def meanwhile(*of: object) -> object:
        path.write_text("mine")
        return made(*of)

    monkeypatch.setattr(files, page, meanwhile)
    with pytest.raises(RunError, match=r"there already.*--overwrite"):
        write_report(document, path)
    assert path.read_text() == "mine"


def test_markdown_has_its_charts_beside_it(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "r.md"
    write_report(document, path)
    charts = sorted(chart.name for chart in (tmp_path / "r-charts").iterdir())
    assert "loss-by-step.svg" in charts
    write_report(document, path, overwrite=True)
    assert sorted(chart.name for chart in (tmp_path / "r-charts").iterdir()) == charts


@pytest.mark.parametrize("name", ["r.html", "r.md"])
def test_a_full_disk_leaves_nothing_behind(document: Document, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        with pytest.raises(RunError, match="cannot be written"):
            write_report(document, folder / name)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not list(folder.iterdir())


def test_other_files_among_the_charts_stay(document: Document, tmp_path: Path) -> None:
    mine = tmp_path / "r-charts" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    with pytest.raises(RunError, match="there already"):
        write_report(document, tmp_path / "r.md")
    write_report(document, tmp_path / "r.md", overwrite=True)
    assert mine.read_text() == "mine"
    assert (mine.parent / "loss-by-step.svg").exists()


@pytest.mark.parametrize("name", ["r.html", "r.md"])
def test_a_report_that_cannot_replace_an_earlier_one_leaves_it(
    document: Document, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    write_report(document, folder / name)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        with pytest.raises(RunError, match=f"{name} cannot be written: File too large"):
            write_report(document, folder / name, overwrite=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_report_may_have_the_longest_name_that_a_file_can_have(
    document: Document, tmp_path: Path
) -> None:
    path = tmp_path / ("r" * 250 + ".html")
    write_report(document, path)
    write_report(document, path, overwrite=True)
    assert set(os.listdir(tmp_path)) == {"a", path.name}


def test_what_cannot_be_is_said_in_a_sentence(document: Document, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="end it with"):
        write_report(document, tmp_path / "r.pdf")
    with pytest.raises(RunError, match="no folder"):
        write_report(document, tmp_path / "none" / "r.html")
    (tmp_path / "d.html").mkdir()
    with pytest.raises(UsageError, match="is a folder"):
        write_report(document, tmp_path / "d.html")
    assert [name for name in os.listdir(tmp_path) if name.endswith(".part")] == []
