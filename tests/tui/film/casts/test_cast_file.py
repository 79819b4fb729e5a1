"""A cast on disk: never over another file, and valid however it ends."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engines.errors import RunError
from tui.film.casts.cast import END, CastLines, header_line
from tui.film.casts.cast_file import CastFile
from tui.film.casts.place import new_path
from tui.film.pictures.cast_reader import CastReader


def cast_file(path: Path, *, version: int = 2, overwrite: bool = False) -> CastFile:
    header = header_line(version, 80, 24)
    return CastFile(path, header, CastLines(version), overwrite=overwrite)


def until_stopped(cast: CastFile) -> str:
    """Go on recording until it stops by itself; the notice."""
    deadline = time.monotonic() + 10
    at = 0.0
    while not cast.notice:
        assert time.monotonic() < deadline, "does not stop"
        cast.add(at, "o", "x" * 900)
        at += 0.01
        time.sleep(0.002)
    return cast.notice


@pytest.mark.parametrize("version", [2, 3])
def test_all_that_is_added_is_there_at_the_end(tmp_path: Path, version: int) -> None:
    cast = cast_file(tmp_path / "new" / "a.cast", version=version)
    for number in range(500):
        cast.add(number / 10, "o", f"\x1b[?1000h{number}")
    cast.add(50, "r", "100x30")
    cast.add(50, "m", "here")
    cast.add(50, "o", "\x1b[?1000h")
    cast.close(51)
    reader = CastReader(cast.path)
    events = list(reader.events())
    assert [event.data for event in events[:500]] == [str(number) for number in range(500)]
    # Output that is no picture leaves no event.
    ending = [(50, "r", "100x30"), (50, "m", "here"), (51, "o", END), (51, "x", "0")]
    told = [(round(event.at, 6), event.code, event.data) for event in events[500:]]
    assert told == ending[: 4 if version == 3 else 3]
    assert cast.notice == ""


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.cast"
    path.write_text("mine")
    with pytest.raises(RunError, match="is there already"):
        cast_file(path)
    assert path.read_text() == "mine"
    cast_file(path, overwrite=True).close(0)
    assert CastReader(path).columns == 80


def test_a_place_that_is_no_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="a folder on the way is a file"):
        cast_file(tmp_path / "file" / "a.cast")


def test_a_device_without_space_is_refused_and_stays_there() -> None:
    with pytest.raises(RunError, match="no space left"):
        cast_file(Path("/dev/full"), overwrite=True)
    assert Path("/dev/full").exists()


@pytest.fixture
def little_space() -> Iterator[int]:
    """No file of this process may grow over so many bytes: a write stops in the middle of a line."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = 20_001
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    yield size
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_stops_it_and_leaves_whole_lines(tmp_path: Path, little_space: int) -> None:
    cast = cast_file(tmp_path / "a.cast")
    notice = until_stopped(cast)
    cast.close(99)
    assert str(cast.path) in notice
    assert "stopped: file too large" in notice
    text = cast.path.read_text()
    assert little_space - 1000 < len(text) <= little_space
    assert text.endswith("\n")
    assert len([json.loads(line) for line in text.splitlines()]) > 15
    assert len(list(CastReader(cast.path).events())) > 15


def test_a_file_that_is_deleted_meanwhile_stops_it(tmp_path: Path) -> None:
    cast = cast_file(tmp_path / "gone" / "a.cast")
    cast.add(0, "o", "x")
    cast.path.unlink()
    cast.path.parent.rmdir()
    assert "the file was deleted" in until_stopped(cast)
    cast.close(1)


def test_a_disk_that_does_not_keep_up_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.film.casts.cast_file.WAITING_BYTES", 1000)
    cast = cast_file(tmp_path / "a.cast")
    cast.add(0, "o", "x" * 2000)
    assert "too slow" in cast.notice
    cast.close(1)
    assert list(CastReader(cast.path).events()) == []


def test_a_new_name_is_one_that_nothing_has(tmp_path: Path) -> None:
    first = new_path(tmp_path, ".cast", at=0)
    first.write_text("")
    second = new_path(tmp_path, ".cast", at=0)
    assert second != first
    assert second.name == first.stem + "-2.cast"
