"""What a report reads from a log agrees with the summary of the same run."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.errors import RunError
from engines.events import Crashed, Marked, ModeChanged, SettingsChanged, Started
from engines.report.reading import read
from engines.run.read import read_run
from engines.run.summary import spread_figures, summarise
from tests.engines.written import RACE, step_times, trained, write_log


def test_figures_are_those_of_the_summary_and_lie_in_their_intervals() -> None:
    reading = read(RACE)
    summary = summarise(read_run(RACE), None)
    for lane in summary["lanes"]:
        by_mode = {timed.mode: timed for timed in reading.timed_of(lane["id"])}
        assert set(by_mode) == set(lane["step_seconds_by_mode"])
        for mode, figures in lane["step_seconds_by_mode"].items():
            timed = by_mode[mode]
            assert spread_figures(timed.spread) == figures
            assert timed.samples.seen == figures["samples"]
            within = timed.interval
            assert within is not None
            # Bins are 0.1 % wide.
            assert within.low * 0.9995 <= figures["median"] <= within.high * 1.0005


def test_samples_left_out_are_counted_with_their_reason(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "a",
        *trained("torch", step_times(5), left_out="turn"),
        *trained("torch", step_times(7)),
    )
    (timed,) = read(log).timed
    assert timed.left_out == {"turn": 5}
    assert timed.samples.seen == 7


def test_modes_and_batch_sizes_are_timed_apart(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "a",
        *trained("torch", step_times(8)),
        ModeChanged(lane="torch", at=2.0, mode="compile", previous="eager", step=80, seconds=0.1),
        *trained("torch", step_times(9)),
        SettingsChanged(lane="torch", at=3.0, learning_rate=0.05, batch_size=128, step=90),
        *trained("torch", step_times(10)),
    )
    reading = read(log)
    told = [(timed.mode, timed.batch_size, timed.samples.seen) for timed in reading.timed]
    assert told == [("eager", 64, 8), ("compile", 64, 9), ("compile", 128, 10)]
    now = reading.timed_now("torch")
    assert now is not None
    assert now.samples.seen == 10
    assert [timed.batch_size for timed in reading.timed_of("torch")] == [128]
    assert [happening.what for happening in reading.happenings] == [
        "mode eager → compile",
        "settings changed",
    ]


def test_a_restart_forgets_what_was_timed_before_but_not_the_crash(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "a",
        *trained("torch", step_times(8)),
        Crashed(lane="torch", at=2.0, reason="killed by SIGKILL", last_lines=("last words",)),
        Started(lane="torch", at=3.0, pid=2, attempt=2, device="cpu", mode="eager"),
        *trained("torch", step_times(6)),
        Marked(at=4.0, text="here"),
    )
    reading = read(log)
    assert [timed.samples.seen for timed in reading.timed] == [6]
    assert [crash.last_lines for crash in reading.crashes] == [("last words",)]
    assert [happening.what for happening in reading.happenings] == [
        "crashed",
        "started anew, attempt 2",
        "mark",
    ]


def test_a_damaged_log_is_read_up_to_the_damage(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a", *trained("torch", step_times(8)), tail=b"{broken}\n{}\n")
    reading = read(log)
    assert reading.damage is not None
    assert reading.damage.line == 10
    assert reading.run.lanes["torch"].step == 80


def test_what_is_no_run_log_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\x00\xff not a log\n")
    (tmp_path / "empty").write_bytes(b"")
    for name in ("a", "empty", "missing"):
        with pytest.raises(RunError):
            read(tmp_path / name)
