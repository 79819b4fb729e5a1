"""The index beside a log: found, rebuilt when it is not of that log, and never believed blindly."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.replay import indexing
from engines.replay.frames import MAGIC, identity
from engines.replay.index import ReplayIndex
from engines.replay.indexing import Indexing
from engines.run.read import read_run
from engines.runlog.cursor import LogCursor
from engines.runlog.folder import index_path
from tests.engines.logs import RECORDED, indexed
from tests.engines.same_run import assert_same


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a real run, long enough for an index."""
    monkeypatch.setattr(indexing, "WORTH", 1000)
    return Path(shutil.copy(RECORDED, tmp_path / "race.fwdash.jsonl"))


def wait(indexing: Indexing) -> Indexing:
    """Until nothing is built any more."""
    deadline = time.monotonic() + 60
    while indexing.building and time.monotonic() < deadline:
        indexing.poll()
        time.sleep(0.02)
    assert not indexing.building
    return indexing


def opened(log: Path) -> Indexing:
    """The indexing of a log, begun."""
    indexing = Indexing(LogCursor(log))
    indexing.start()
    return indexing


def test_it_is_built_once_and_found_again(log: Path) -> None:
    first = wait(opened(log))
    assert first.index is not None
    assert index_path(log).is_file()
    assert index_path(log).stat().st_mode & 0o777 == 0o600
    assert len(list(log.parent.glob("*race*"))) == 2
    again = opened(log)
    assert not again.building
    assert again.index is not None
    assert_same(again.index.run(len(again.index.checkpoints) - 1), read_run(log))


def test_a_pipe_in_its_place_is_not_waited_for(log: Path) -> None:
    os.mkfifo(index_path(log))
    assert wait(opened(log)).index is not None
    assert index_path(log).is_file()


@pytest.mark.parametrize("change", ["longer", "touched", "other head"])
def test_it_is_rebuilt_when_the_log_is_another(log: Path, change: str) -> None:
    wait(opened(log))
    before = log.stat()
    text = log.read_bytes()
    if change == "longer":
        log.write_bytes(text + text.splitlines(keepends=True)[-1])
    elif change == "touched":
        os.utime(log, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    else:
        log.write_bytes(text.replace(b'"seed":0', b'"seed":7', 1))
        os.utime(log, ns=(before.st_atime_ns, before.st_mtime_ns))
    second = opened(log)
    assert second.building
    wait(second)
    assert second.index is not None
    assert_same(second.index.run(len(second.index.checkpoints) - 1), read_run(log))


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_index_is_refused_or_right(tmp_path: Path, data: st.DataObject) -> None:
    path, whole = tmp_path / "a.index", tmp_path / "whole.index"
    cursor = LogCursor(RECORDED)
    if not whole.exists():
        copy = Path(shutil.copy2(RECORDED, tmp_path / "whole.jsonl"))
        indexed(copy, LogCursor(copy))
    content = bytearray(whole.read_bytes())
    how = data.draw(st.sampled_from(("cut", "flip", "junk")))
    at = data.draw(st.integers(0, len(content) - 1))
    if how == "cut":
        del content[at:]
    elif how == "flip":
        content[at] ^= data.draw(st.integers(1, 255))
    else:
        content = bytearray(MAGIC + data.draw(st.binary(max_size=300)))
    path.write_bytes(content)
    of = identity(tmp_path / "whole.jsonl")
    try:
        index = ReplayIndex(path, of, cursor)
    except ValueError:
        return
    # A length that grew past the file's end looks like a frame that is still being written: then
    # the index has no end, and whoever opens it has it built anew.
    assert how != "flip" or index.end is None
    for number in range(len(index.checkpoints)):
        assert index.run(number).at == index.checkpoints[number].at


def test_a_damaged_file_beside_the_log_is_rebuilt(log: Path) -> None:
    index_path(log).write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    indexing = wait(opened(log))
    assert indexing.index is not None
    assert index_path(log).read_bytes().startswith(MAGIC)


def test_a_folder_that_takes_no_file_does_without(
    log: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = indexing.tempfile.mkstemp

    def refuse(suffix: str, prefix: str, folder: Path) -> tuple[int, str]:
        if folder == log.parent:
            raise PermissionError(13, "Permission denied")
        return real(suffix, prefix, folder)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(indexing.tempfile, "gettempdir", lambda: str(elsewhere))
    monkeypatch.setattr(indexing.tempfile, "mkstemp", refuse)
    kept = wait(opened(log))
    assert kept.index is not None
    assert not index_path(log).exists()
    assert list(elsewhere.iterdir()) == []


def test_closing_ends_the_building_and_leaves_nothing(log: Path) -> None:
    indexing = opened(log)
    assert indexing.building
    indexing.close()
    assert [path.name for path in log.parent.iterdir() if "race" in path.name] == [log.name]


def test_a_run_that_is_being_written_keeps_no_index(log: Path) -> None:
    import fcntl

    with open(log, "rb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        indexing = wait(opened(log))
    assert indexing.index is not None
    assert not index_path(log).exists()


def test_an_index_that_is_cut_short_under_a_reader_is_given_up(log: Path) -> None:
    indexing = Indexing(LogCursor(log))
    indexing.start()
    wait(indexing)
    index = indexing.index
    assert index is not None
    os.truncate(index_path(log), 100)
    with pytest.raises(ValueError, match="cut short"):
        index.run(len(index.checkpoints) - 1)


def test_the_builder_is_found_where_fwdash_runs_from_not_where_it_is_installed() -> None:
    assert (indexing.ROOT / "engines" / "replay" / "build.py").is_file()
