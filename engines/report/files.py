"""A report on disk: never over a file that is there, unless that was asked for."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from engines.errors import RunError, UsageError
from engines.report.document import Document
from engines.report.markdown import markdown_page
from engines.report.page import html_page

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
            raise RunError(f"{there} is there already: choose another name, or add --overwrite.")
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
            _write(path, html_page(document), overwrite)
            return
        folder = charts_folder(path)
        text, charts = markdown_page(document, folder.name)
        if charts:
            _clear(folder)
            folder.mkdir()
        try:
            for name, svg in charts.items():
                _write(folder / name, svg, overwrite)
            _write(path, text, overwrite)
        except OSError:
            # Charts without their report are of no use, and would be in the way of the next try.
            with contextlib.suppress(OSError):
                _clear(folder)
            raise
    except OSError as error:
        where = error.filename or path
        raise RunError(f"{where} cannot be written: {error.strerror}.") from error


def _clear(folder: Path) -> None:
    """Take away the charts of an earlier report; anything else in the folder stays and is an error."""
    if not folder.is_dir() or folder.is_symlink():
        return
    for old in folder.glob("*.svg"):
        old.unlink()
    folder.rmdir()


def _write(path: Path, text: str, overwrite: bool) -> None:
    """Whole or not at all, so that a full disk leaves no half page."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(beside, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        if overwrite:
            beside.replace(path)
            return
        try:
            os.link(beside, path)
        except FileExistsError:
            raise
        except OSError:
            # A file system without links, exFAT for one.
            if path.exists():
                raise
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
