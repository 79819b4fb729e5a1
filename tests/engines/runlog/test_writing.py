"""A run that goes on is not called ended, whatever the file system makes of locks."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec import structs

from engines import one_process
from engines.errors import RunError, UsageError
from engines.events import Header, encode
from engines.one_process import OneProcess, holds_open, lives, this_process
from engines.report.notices import notices
from engines.report.reading import read
from engines.runlog.folder import being_written, default_path, has_ended
from engines.runlog.listing import delete, describe, rename
from engines.runlog.writer import RunLog
from engines.runlog.writing import QUIET, Writing, writing
from engines.supervisor.run_folder import RunFolder, sweep
from tests.engines.streams import header, steps
from tests.engines.written import finished
from tui.cli import main
from tui.sources.live_runs import live_runs, only_run
from tui.start.log_place import LogPlace

HOW = ("kept", "refused", "granted to all")


@pytest.fixture(params=HOW)
def locks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the file system makes of locks: keeps them, refuses them, or grants each to everybody."""

    def refuse(file: int, how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    if request.param != "kept":
        stand_in = refuse if request.param == "refused" else (lambda file, how: None)
        monkeypatch.setattr(fcntl, "flock", stand_in)
    return str(request.param)


def head(writer: OneProcess | None) -> Header:
    return structs.replace(header("torch"), writer=writer)


def elsewhere(**fields: object) -> OneProcess:
    return structs.replace(this_process(), machine="another machine", **fields)


@pytest.fixture
def going_on(state_folder: Path, locks: str) -> Iterator[RunLog]:
    """A log that this process writes."""
    log = RunLog(default_path("mine"))
    log.append(encode(head(this_process())) + encode(steps("torch", 1, [1.0])))
    yield log
    log.close()


def test_a_run_that_goes_on_is_found_and_cannot_be_deleted(going_on: RunLog) -> None:
    path = going_on.path
    assert writing(path) is Writing.GOES_ON
    run = describe(path)
    assert run is not None
    assert (run.being_written, run.result) == (True, "running")
    assert live_runs() == [only_run()] == [path]
    for touch in (lambda: delete(path), lambda: rename(path, "other")):
        with pytest.raises(RunError, match="being recorded"):
            touch()
    with pytest.raises(RunError, match="being recorded: overwrite it when it has ended"):
        LogPlace(path, overwrite=True).check()
    assert path.stat().st_size
    done = CliRunner().invoke(main, ["runs", "delete", "mine", "--yes"])
    assert done.exit_code != 0
    assert path.exists()


def test_it_has_ended_when_its_process_lets_go_though_that_lives_on(going_on: RunLog) -> None:
    going_on.close()
    assert writing(going_on.path) is Writing.ENDED
    run = describe(going_on.path)
    assert run is not None
    assert (run.being_written, run.result) == (False, "stopped")
    delete(going_on.path)
    assert not going_on.path.exists()


def test_it_has_ended_when_its_process_was_killed(state_folder: Path, locks: str) -> None:
    path = default_path("killed")
    path.parent.mkdir(parents=True)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    started = one_process._started(other.pid)
    assert started is not None
    who = structs.replace(this_process(), pid=other.pid, started=started)
    assert lives(who)
    other.kill()
    time.sleep(0.2)
    assert lives(who) is False  # a zombie, which nobody has waited for
    other.wait()
    path.write_bytes(encode(head(who)))
    assert writing(path) is Writing.ENDED


def test_a_number_that_was_given_again_is_another_process(tmp_path: Path) -> None:
    before = structs.replace(this_process(), started=this_process().started - 1)
    assert lives(before) is False
    assert lives(this_process())


def test_a_reader_is_no_writer_and_a_copy_is_not_written(going_on: RunLog, tmp_path: Path) -> None:
    copy = tmp_path / "copy.fwdash.jsonl"
    copy.write_bytes(going_on.path.read_bytes())
    with open(copy, "rb"):
        assert writing(copy) is Writing.ENDED
    going_on.path.rename(tmp_path / "moved.fwdash.jsonl")
    assert being_written(tmp_path / "moved.fwdash.jsonl")


def test_where_it_cannot_be_known_it_is_said_and_nothing_is_deleted(
    state_folder: Path, locks: str
) -> None:
    path = default_path("far")
    path.parent.mkdir(parents=True)
    path.write_bytes(encode(head(elsewhere())) + encode(steps("torch", 1, [1.0])))
    assert writing(path) is Writing.NOT_KNOWN
    assert not has_ended(path)
    run = describe(path)
    assert run is not None
    assert (run.being_written, run.result) == (None, "n/a")
    with pytest.raises(RunError, match="not known: its file system keeps no locks"):
        delete(path)
    done = CliRunner().invoke(main, ["runs", "delete", "far", "--yes"])
    assert done.exit_code != 0
    assert path.exists()
    told = CliRunner().invoke(main, ["runs"]).output
    assert "Whether far still goes on is not known: its file system keeps no locks" in told
    with pytest.raises(UsageError, match="is not known, name one: far"):
        only_run()
    assert any("Whether they still run is not known" in line for line in notices(read(path)))


def test_what_the_log_itself_says_is_known(state_folder: Path, locks: str) -> None:
    path = default_path("over")
    path.parent.mkdir(parents=True)
    path.write_bytes(encode(head(elsewhere())) + encode(finished("torch")))
    assert writing(path) is Writing.ENDED


def test_a_log_of_another_machine_in_which_nothing_comes_has_ended_if_locks_are_kept(
    tmp_path: Path, locks: str
) -> None:
    path = tmp_path / "old.fwdash.jsonl"
    path.write_bytes(encode(head(elsewhere())) + encode(steps("torch", 1, [1.0])))
    os.utime(path, (0, time.time() - 2 * QUIET))
    expected = Writing.NOT_KNOWN if locks == "refused" else Writing.ENDED
    assert writing(path) is expected


def test_a_log_of_an_older_fwdash_has_only_its_lock(tmp_path: Path, locks: str) -> None:
    path = tmp_path / "older.fwdash.jsonl"
    path.write_bytes(encode(head(None)) + encode(steps("torch", 1, [1.0])))
    expected = Writing.NOT_KNOWN if locks == "refused" else Writing.ENDED
    assert writing(path) is expected


def test_another_container_of_the_same_machine_cannot_be_seen_into(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.touch()
    other = structs.replace(this_process(), space="pid:[1]")
    assert lives(other) is None
    with open(file, "rb") as opened:
        assert holds_open(other, opened.fileno(), file) is None


def test_a_run_folder_that_is_held_is_not_swept(
    locks: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    held = RunFolder()
    sweep()
    assert held.path.exists()
    held.remove()
    assert not held.path.exists()
