"""A report on disk: never over a file that is there, unless that was asked for."""

from __future__ import annotations

import os
from pathlib import Path

from engines.errors import RunError, UsageError
from engines.report.document import Document
from engines.report.markdown import markdown_page
from engines.report.page import html_page
from engines.whole_file import whole_set, write_whole

ENDINGS = (".html", ".htm", ".md")


def check_place(path: Path, *, overwrite: bool) -> None:
    """Refuse what cannot be, before anything is read.

    Raises:
        UsageError: For an ending that says no form, or a file that is there.
        RunError: If there is no such folder.
    """
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(f"{path} says no form of a report: end it with .html or .md.")
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder: name a file.")
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror}.") from error
    taken = [path, charts_folder(path)] if path.suffix.lower() == ".md" else [path]
    for there in taken:
        if os.path.lexists(there) and not overwrite:
            raise _there_already(there)
    if not path.parent.is_dir():
        raise RunError(f"There is no folder {path.parent}: make it, or choose another place.")


def charts_folder(path: Path) -> Path:
    """Where the charts of a Markdown report are."""
    return path.with_name(f"{path.stem}-charts")


def write_report(document: Document, path: Path, *, overwrite: bool = False) -> None:
    """Write the page, or the Markdown and its charts.

    Raises:
        UsageError, RunError: As `check_place`, or if it cannot be written.
    """
    check_place(path, overwrite=overwrite)
    try:
        if path.suffix.lower() != ".md":
            write_whole(path, html_page(document).encode(), overwrite=overwrite)
            return
        folder = charts_folder(path)
        text, charts = markdown_page(document, folder.name)
        replaced = (path, *folder.glob("*.svg")) if overwrite else ()
        earlier = [old for old in replaced if os.path.lexists(old)]
        # Charts without their report are of no use, and would be in the way of the next try.
        with whole_set(path.parent, earlier) as new:
            (new / path.name).write_text(text, encoding="utf-8", newline="\n")
            if charts:
                (new / folder.name).mkdir()
            for name, svg in charts.items():
                (new / folder.name / name).write_text(svg, encoding="utf-8", newline="\n")
    except FileExistsError as error:
        raise _there_already(path) from error
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror}.") from error


def _there_already(path: Path) -> RunError:
    return RunError(f"{path} is there already: choose another name, or add --overwrite.")
