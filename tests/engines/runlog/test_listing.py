"""The list of runs: read from head and end, honest about what those do not tell; delete, rename."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from engines import events as ev
from engines.errors import RunError, UsageError
from engines.runlog import listing as run_list
from engines.runlog.folder import index_path
from engines.runlog.listing import LoggedRun, delete, describe, rename
from tests.engines.logs import RECORDED, write_log
from tests.engines.streams import steps


def listed(path: Path) -> LoggedRun:
    run = describe(path)
    assert run is not None
    return run


def finished(lane: str, at: float) -> list[ev.AnyEvent]:
    return [steps(lane, 1, [1.0] * 20, at=at), ev.Phase(lane=lane, at=at, phase="finished")]


def test_a_real_run_is_told_in_full() -> None:
    run = listed(RECORDED)
    assert (run.name, run.workload, run.result) == ("race", "digits-mlp", "finished")
    assert [(lane.id, lane.steps) for lane in run.lanes] == [
        ("torch", 2500), ("keras", 2500), ("jax", 2500),
    ]  # fmt: skip
    assert run.seconds == pytest.approx(39.025156)
    assert run.size == RECORDED.stat().st_size


def test_each_lane_has_its_own_result(tmp_path: Path) -> None:
    crash = ev.Crashed(lane="keras", at=2.0, reason="died")
    log = write_log(
        tmp_path / "a.fwdash.jsonl", [*finished("torch", 1.0), crash, steps("jax", 1, [1.0])]
    )
    run = listed(log)
    assert [lane.result for lane in run.lanes] == ["finished", "crashed", "stopped"]
    assert run.result == "1 crashed, 1 stopped, 1 finished"
    with open(log, "rb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        assert listed(log).lanes[2].result == "running"


def test_what_the_end_does_not_tell_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [steps("jax", 1 + 10 * n, [1.0] * 10, at=2.0) for n in range(200)]
    log = write_log(tmp_path / "a.fwdash.jsonl", [*finished("torch", 1.0), *many])
    monkeypatch.setattr(run_list, "TAIL", 2000)
    monkeypatch.setattr(run_list, "FURTHER", 3000)
    torch, keras, jax = listed(log).lanes
    assert (torch.result, torch.steps) == (None, None)
    assert (keras.result, keras.steps) == (None, None)
    assert (jax.result, jax.steps) == ("stopped", 2000)
    assert listed(log).result == "1 stopped, 2 n/a"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"\x00\xff" * 50, "is no run log"),
        (b'{"event":"header","schema":99}\n', "newer fwdash"),
        (b'{"event":"marked","at":0.0,"text":"x"}\n', "does not begin with a header"),
    ],
)
def test_what_is_no_run_log_is_listed_as_such(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "a.fwdash.jsonl"
    path.write_bytes(content)
    assert problem in listed(path).problem
    assert describe(tmp_path / "gone.fwdash.jsonl") is None


def test_a_damaged_end_is_told(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a.fwdash.jsonl", finished("torch", 1.0))
    log.write_bytes(log.read_bytes() + b"{broken}\n")
    assert listed(log).damaged


def test_delete_takes_the_index_too_and_nothing_else(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a.fwdash.jsonl", [])
    other = write_log(tmp_path / "ab.fwdash.jsonl", [])
    index_path(log).write_bytes(b"x")
    delete(log)
    assert list(tmp_path.glob("a*")) == [other]
    mine = tmp_path / "thesis.txt"
    mine.write_text("mine")
    with pytest.raises(UsageError, match="no run log"):
        delete(mine)
    assert mine.exists()


def test_a_run_that_is_being_written_stays(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a.fwdash.jsonl", [])
    with open(log, "rb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        with pytest.raises(RunError, match="being recorded"):
            delete(log)
        with pytest.raises(RunError, match="being recorded"):
            rename(log, "b")
    assert log.exists()


def test_rename_takes_the_index_along_and_never_overwrites(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a.fwdash.jsonl", [])
    index_path(log).write_bytes(b"x")
    taken = write_log(tmp_path / "taken.fwdash.jsonl", finished("torch", 1.0))
    before = taken.read_bytes()
    with pytest.raises(RunError, match="already"):
        rename(log, "taken")
    assert taken.read_bytes() == before
    new = rename(log, "my run 2")
    assert new.name == "my run 2.fwdash.jsonl"
    assert index_path(new).read_bytes() == b"x"
    assert not log.exists()
    assert not index_path(log).exists()


@pytest.mark.parametrize("name", ["", "../a", "a/b", ".a", "-a", "a\nb", "last", "x" * 200, " a"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    log = write_log(tmp_path / "a.fwdash.jsonl", [])
    with pytest.raises(UsageError):
        rename(log, name)
    assert log.exists()
