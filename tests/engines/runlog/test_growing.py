"""A log that grows is read as it grows: torn lines wait, damage and endings are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.errors import RunError
from engines.events import encode
from engines.runlog.growing import GrowingLog
from engines.runlog.writer import RunLog
from tests.engines.streams import header, steps


@pytest.fixture
def written(tmp_path: Path) -> RunLog:
    log = RunLog(tmp_path / "a.fwdash.jsonl")
    log.append(encode(header("torch", "jax")))
    return log


def test_what_is_appended_is_read(written: RunLog) -> None:
    log = GrowingLog(written.path)
    assert log.header == header("torch", "jax")
    assert log.read() == []
    first, second = steps("torch", 1, [1.0]), steps("jax", 1, [2.0])
    written.append(encode(first))
    assert log.read() == [first]
    written.append(encode(second))
    assert log.read() == [second]
    assert log.read() == []
    assert log.position == log.size
    log.close()


def test_a_torn_line_waits_for_its_rest(written: RunLog) -> None:
    log = GrowingLog(written.path)
    line = encode(steps("torch", 1, [1.0, 0.5]))
    written.append(line[:20])
    assert log.read() == []
    assert log.read() == []
    written.append(line[20:])
    assert log.read() == [steps("torch", 1, [1.0, 0.5])]
    assert log.broken == ""
    log.close()


@pytest.mark.parametrize("line", [b"nonsense\n", b"\xff\xfe\n", b"\n", b'{"event":"steps"}\n'])
def test_damage_ends_the_reading_and_says_where(written: RunLog, line: bytes) -> None:
    log = GrowingLog(written.path)
    written.append(encode(steps("torch", 1, [1.0])) + line + encode(steps("torch", 2, [1.0])))
    assert log.read() == [steps("torch", 1, [1.0])]
    assert log.broken.startswith("line 3 is damaged")
    assert log.read() == []
    log.close()


def test_a_second_header_ends_the_reading(written: RunLog) -> None:
    log = GrowingLog(written.path)
    written.append(encode(header("jax")))
    assert log.read() == []
    assert log.broken == "line 2 is a second header"
    log.close()


def test_a_log_that_is_begun_anew_ends_the_reading(written: RunLog) -> None:
    written.append(encode(steps("torch", 1, [1.0])))
    log = GrowingLog(written.path)
    log.read()
    RunLog(written.path, overwrite=True).close()
    log.read()
    assert log.broken == "it was cut short or begun anew"
    log.close()


def test_a_deleted_or_renamed_log_can_be_read_on(written: RunLog) -> None:
    log = GrowingLog(written.path)
    log.read()
    other = written.path.rename(written.path.with_name("b.fwdash.jsonl"))
    assert not log.deleted
    other.unlink()
    assert log.deleted
    written.append(encode(steps("torch", 1, [1.0])))
    assert log.read() == [steps("torch", 1, [1.0])]
    log.close()


def test_the_writer_lives_as_long_as_it_holds_the_log(written: RunLog) -> None:
    log = GrowingLog(written.path)
    assert log.writer_lives()
    written.close()
    assert not log.writer_lives()
    log.close()


@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n", b"no log\n"])
def test_what_is_no_run_log_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(RunError):
        GrowingLog(path)
    with pytest.raises(RunError):
        GrowingLog(tmp_path / "none")


@pytest.mark.parametrize(
    "line",
    [
        encode(steps("torch", 2, [1.0, 0.5])).replace(b'"counts":[', b'"counts":[7,'),
        b'{"event":"logged","x":' + b"[" * 100_000 + b"\n",
    ],
    ids=["untrue", "too deep"],
)
def test_what_cannot_be_folded_ends_the_reading(written: RunLog, line: bytes) -> None:
    log = GrowingLog(written.path)
    written.append(encode(steps("torch", 1, [1.0])) + line)
    assert log.read() == [steps("torch", 1, [1.0])]
    assert log.broken.startswith("line 3 is damaged")
    log.close()
