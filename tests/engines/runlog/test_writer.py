"""The run log: readable after any end, honest about damage."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.errors import RunError
from engines.events import Logged, Phase, encode
from engines.run.read import read_run
from engines.run.run import Run
from engines.run.summary import summarise
from engines.runlog.cursor import LogCursor
from engines.runlog.folder import default_path
from engines.runlog.reader import LogReader
from engines.runlog.writer import RunLog
from tests.engines.streams import header, steps

EVENTS = [
    Phase(lane="torch", at=0.1, phase="training"),
    steps("torch", 1, [2.0, None, 1.0]),
    steps("jax", 1, [2.0, 1.5]),
    Logged(lane="jax", at=1.5, line="a line with ünïcode and \x00"),
    Phase(lane="torch", at=2.0, phase="finished"),
]
LINES = [encode(header("torch", "jax")), *map(encode, EVENTS)]


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    log = RunLog(tmp_path / "deep" / "a.fwdash.jsonl")
    live = Run(header("torch", "jax"))
    for line in LINES:
        log.append(line)
    live.apply_all(EVENTS)
    log.close()
    assert summarise(read_run(log.path), None) == summarise(live, None)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=st.integers(0, len(b"".join(LINES))))
def test_any_prefix_opens_up_to_the_tear(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "torn.jsonl"
    whole = b"".join(LINES)
    path.write_bytes(whole[:cut])
    if cut < len(LINES[0]) - 1:
        with pytest.raises(RunError):
            read_run(path)
        return
    reader = LogReader(path)
    count = sum(1 for _ in reader.events())
    complete = whole[:cut].count(b"\n")
    # Whole but for its newline is whole.
    assert count in (complete, complete + 1)
    assert reader.damage is None


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(junk=st.binary(max_size=200))
def test_any_bytes_give_one_clear_error_or_open(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "junk.jsonl"
    path.write_bytes(junk)
    with pytest.raises(RunError):
        read_run(path)
    path.write_bytes(LINES[0] + junk + b"\n" + LINES[1])
    reader = LogReader(path)
    assert next(reader.events()) == header("torch", "jax")
    list(reader.events())


def test_damage_in_the_middle_is_named(tmp_path: Path) -> None:
    path = tmp_path / "damaged.jsonl"
    path.write_bytes(b"".join([*LINES[:2], b"{broken}\n", *LINES[2:]]))
    reader = LogReader(path)
    assert len(list(reader.events())) == 2
    assert reader.damage is not None
    assert reader.damage.line == 3


def test_a_newer_schema_says_so(tmp_path: Path) -> None:
    path = tmp_path / "newer.jsonl"
    document = msgspec.json.decode(LINES[0]) | {"schema": 99}
    path.write_bytes(msgspec.json.encode(document) + b"\n")
    with pytest.raises(RunError, match="newer fwdash"):
        read_run(path)
    path.write_bytes(b'{"event":"header","schema":99,"something":"else"}\n')
    with pytest.raises(RunError, match="newer fwdash"):
        read_run(path)


def test_nothing_is_overwritten_without_being_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("mine")
    with pytest.raises(RunError, match="--overwrite"):
        RunLog(path)
    assert path.read_text() == "mine"
    RunLog(path, overwrite=True).close()
    assert path.read_text() == ""


@pytest.mark.parametrize("place", ["/proc/nothing/a.jsonl", "/dev/null/a.jsonl"])
def test_an_unwritable_place_is_one_sentence(place: str) -> None:
    with pytest.raises(RunError, match="cannot be written"):
        RunLog(Path(place))


def test_a_full_disk_stops_the_log_with_a_notice() -> None:
    log = RunLog(Path("/dev/full"), overwrite=True)
    assert not log.append(LINES[0])
    assert "No space left" in log.notice
    assert not log.append(LINES[1])


def test_by_default_runs_go_to_the_users_state_directory(state_folder: Path) -> None:
    assert default_path("x") == state_folder / "fwdash" / "runs" / "x.fwdash.jsonl"


@pytest.mark.parametrize("more", [0, 5])
def test_a_log_cut_short_while_it_is_read_says_so(tmp_path: Path, more: int) -> None:
    path = tmp_path / "cut.jsonl"
    # More than is read ahead.
    path.write_bytes(LINES[0] + LINES[1] * 10_000)
    cursor = LogCursor(path)
    os.truncate(path, len(LINES[0]) + len(LINES[1]) * 9_000 + more)
    while cursor.take() is not None:
        pass
    assert cursor.damage is not None
    assert cursor.damage.line == 9_002
    assert "cut short" in cursor.damage.reason
