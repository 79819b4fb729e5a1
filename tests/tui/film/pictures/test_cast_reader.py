"""Casts are read as far as they go; what is none is one sentence."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.errors import RunError
from tui.film.casts.cast import CastLines, header_line
from tui.film.pictures.cast_reader import CastReader
from tui.film.pictures.moment import screen_at


def a_cast(version: int = 2) -> bytes:
    lines = CastLines(version)
    text = header_line(version, 20, 2, title="t")
    for number in range(10):
        text += lines.line(number, "o", f"\x1b[1;1H{number} é")
    return text.encode()


def read(content: bytes) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.cast"
        path.write_bytes(content)
        return [event.at for event in CastReader(path).events()]


@pytest.mark.parametrize("version", [2, 3])
def test_both_versions_tell_times_since_the_beginning(version: int) -> None:
    assert read(a_cast(version)) == [float(number) for number in range(10)]


def test_a_gzipped_cast_is_read_too() -> None:
    assert len(read(gzip.compress(a_cast()))) == 10


@given(st.integers(0, len(a_cast())))
def test_any_beginning_of_a_cast_opens_or_is_one_error(length: int) -> None:
    content = a_cast()[:length]
    lines = content.count(b"\n")
    try:
        assert len(read(content)) in (lines - 1, lines)
    except RunError:
        assert lines == 0


@given(st.binary(max_size=200) | st.binary(max_size=80).map(lambda more: a_cast() + more))
def test_any_bytes_open_or_are_one_error(content: bytes) -> None:
    told = "."
    try:
        read(content)
    except RunError as error:
        told = str(error)
    assert told.endswith(".")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hello\n", "no asciicast"),
        (b'{"version": 1, "width": 80}\n', "version 1"),
        (b'{"version": 2}\n', "no size"),
        (b'{"version": 3, "width": 80}\n', "no terminal"),
        (b'{"version": 2, "width": 99999, "height": 5}\n', "99999"),
        (b'{"version": 2, "width": Infinity, "height": 5}\n', "no size"),
        (b"[" * 100_000, "no asciicast"),
        (a_cast() + b"torn\n" + b'[1, "o", "x"]\n', "line 12"),
        (a_cast() + b'[Infinity, "o", "x"]\n[1, "o", "x"]\n', "line 12"),
        (a_cast() + b"[" * 100_000 + b'\n[1, "o", "x"]\n', "line 12"),
    ],
)
def test_what_is_wrong_is_said(content: bytes, words: str) -> None:
    with pytest.raises(RunError, match=words):
        read(content)


@pytest.mark.parametrize("limit", ["-1", "0", "true", '"x"', "NaN", "Infinity", "null"])
def test_a_limit_of_pauses_that_is_none_cuts_nothing(tmp_path: Path, limit: str) -> None:
    path = tmp_path / "a.cast"
    header = f'{{"version": 2, "width": 20, "height": 2, "idle_time_limit": {limit}}}\n'
    path.write_text(header + '[0, "o", "a"]\n[9, "o", "b"]\n')
    assert screen_at(CastReader(path), 8.5).text.startswith("a")


def test_the_screen_of_a_moment(tmp_path: Path) -> None:
    path = tmp_path / "a.cast"
    path.write_bytes(a_cast())
    cast = CastReader(path)
    assert screen_at(cast).text.startswith("9 é")
    assert screen_at(cast, 3.5).text.startswith("3 é")
    assert screen_at(cast, 0).text.startswith("0 é")
    with pytest.raises(RunError, match=r"9\.0 s long"):
        screen_at(cast, 10)
