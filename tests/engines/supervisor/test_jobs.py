"""What any job can count on, whatever it does: a process, turns, a deadline, an end that is told."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest

from engines.device import find_machine
from engines.endings import Ending
from engines.events import (
    SCHEMA,
    AnyEvent,
    Concluded,
    Crashed,
    Found,
    Header,
    Logged,
    Phase,
    Started,
)
from engines.memory_killer import OUT_OF_MEMORY
from engines.order import Measure
from engines.supervisor.supervisor import Supervisor
from tests.engines.supervisor.counting import CPU, CountingDirector, job

PATIENCE = 60
Kind = TypeVar("Kind", bound=AnyEvent)
HEADER = Header(
    at=0.0, schema=SCHEMA, id="count", started_at="2026-01-01T00:00:00+00:00", host={}, versions={}
)


class Counting:
    """A supervisor whose director counts, and all that was said."""

    def __init__(self, cells: dict[str, Measure], **how: Any) -> None:
        self._cells = cells
        self._how = how
        self.events: list[AnyEvent] = []
        self.supervisor = Supervisor(HEADER, find_machine(), self._direct, log=None)

    def _direct(self, supervisor: Supervisor) -> CountingDirector:
        self.director = CountingDirector(supervisor, self._cells, **self._how)
        return self.director

    def until(self, wanted: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            self.events += self.supervisor.drain()
            if wanted():
                return
            assert time.monotonic() < deadline, self.events[-8:]
            time.sleep(0.01)

    def run(self) -> Counting:
        """Until every cell was left."""
        self.supervisor.start()
        self.until(lambda: len(self.director.done) == len(self._cells))
        self.until(lambda: True)
        return self

    def of(self, kind: type[Kind], who: str | None = None) -> list[Kind]:
        return [one for one in self.events if isinstance(one, kind) and who in (None, one.lane)]


@pytest.fixture
def counting() -> Iterator[Callable[..., Counting]]:
    made: list[Counting] = []

    def make(**how: Any) -> Counting:
        made.append(Counting(**how))
        return made[-1]

    yield make
    for one in made:
        one.supervisor.close()


Make = Callable[..., Counting]


def test_a_job_without_a_framework_says_its_findings_and_its_outcome(counting: Make) -> None:
    run = counting(cells={"a": job("count", to=10)}).run()
    assert [one.value for one in run.of(Found) if one.name == "number"] == list(range(1, 11))
    assert [(one.value, one.unit) for one in run.of(Found) if one.name == "sum"] == [(55, "counts")]
    assert [one.outcome for one in run.of(Concluded)] == ["right"]
    assert "counted to 10" in [one.line for one in run.of(Logged)]
    assert run.of(Phase)[-1].phase == "finished"
    assert run.of(Crashed) == []


def test_one_worker_does_several_jobs_one_after_another(counting: Make) -> None:
    run = counting(cells={name: job("count", to=2) for name in "abc"}, fresh=False).run()
    pids = [one.pid for one in run.of(Started)]
    assert len(pids) == 3
    assert len(set(pids)) == 1
    assert [one.lane for one in run.of(Concluded)] == ["a", "b", "c"]


def test_a_job_may_ask_for_a_process_in_which_nothing_was_done_before(counting: Make) -> None:
    run = counting(cells={name: job("count", to=2) for name in "abc"}).run()
    assert len({one.pid for one in run.of(Started)}) == 3


def test_cells_that_share_a_device_have_it_one_at_a_time(counting: Make) -> None:
    cells = {name: job("count", to=5, pause=0.02) for name in "abc"}
    run = counting(cells=cells, at_once=True).run()
    numbers = [one.lane for one in run.of(Found) if one.name == "number"]
    assert len(numbers) == 15
    assert [numbers[0], numbers[5], numbers[10]] == sorted(set(numbers), key=numbers.index)


@pytest.mark.parametrize("fresh", [True, False])
def test_an_error_of_its_own_is_an_outcome_and_others_go_on(counting: Make, fresh: bool) -> None:
    run = counting(cells={"a": job("raise_error"), "b": job("count")}, fresh=fresh).run()
    ends = {one.lane: (one.outcome, one.detail) for one in run.of(Concluded)}
    assert ends == {"a": ("raises", "ValueError: seven comes after six"), "b": ("right", "")}
    assert any("seven comes after six" in one.line for one in run.of(Logged, "a"))
    assert run.of(Crashed) == []


def test_a_worker_that_dies_is_told_of_and_others_go_on(counting: Make) -> None:
    run = counting(cells={"a": job("die"), "b": job("count")}).run()
    (crash,) = run.of(Crashed)
    assert (crash.lane, crash.reason, crash.ending) == ("a", "killed by SIGKILL", Ending.KILLED)
    assert run.director.done == ["a", "b"]


def test_a_worker_that_the_memory_killer_ended_is_told_from_one_that_was_killed(
    counting: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engines.memory_killer.ROOT", tmp_path)
    counter = tmp_path / "proc/vmstat"
    counter.parent.mkdir()
    counter.write_text("oom_kill 0\n")
    run = counting(cells={"a": job("die", counter=str(counter)), "b": job("die")}).run()
    reasons = {crash.lane: crash.reason for crash in run.of(Crashed)}
    assert reasons == {"a": OUT_OF_MEMORY, "b": "killed by SIGKILL"}
    assert {crash.signal for crash in run.of(Crashed)} == {"SIGKILL"}


def test_a_job_that_takes_longer_than_it_may_is_ended_and_said_to_have_timed_out(
    counting: Make,
) -> None:
    run = counting(cells={"a": job("cling"), "b": job("count", to=1)}, seconds=3.0).run()
    (crash,) = run.of(Crashed)
    assert (crash.lane, crash.ending) == ("a", Ending.TIMED_OUT)
    assert crash.reason == "timed out after 3 s"
    assert [one.lane for one in run.of(Concluded)] == ["b"]


def test_time_that_a_worker_takes_to_start_is_not_the_jobs(counting: Make) -> None:
    run = counting(cells={"a": job("count", to=1)}, seconds=1e-9)
    run.supervisor.start()
    run.until(lambda: bool(run.of(Crashed)))
    began, ended = run.of(Started)[0], run.of(Crashed)[0]
    python_starts = 0.02
    assert ended.at - began.at > python_starts


def test_a_job_that_is_interrupted_leaves_where_it_is(counting: Make) -> None:
    run = counting(cells={"a": job("count", to=10**9, pause=0.01), "b": job("count")}, fresh=False)
    run.supervisor.start()
    run.until(lambda: len(run.of(Found)) > 3)
    run.supervisor.interrupt("a")
    run.until(lambda: len(run.director.done) == 2)
    ends = {one.lane: one.outcome for one in run.of(Concluded)}
    assert ends == {"a": "interrupted", "b": "right"}
    assert [one.phase for one in run.of(Phase, "a")][-1] == "stopped"
    assert len({one.pid for one in run.of(Started)}) == 1, "its worker lives on"


def test_a_job_that_does_not_leave_when_interrupted_is_killed(counting: Make) -> None:
    run = counting(cells={"a": job("cling")})
    run.supervisor.start()
    run.until(lambda: bool(run.of(Found)))
    run.supervisor.interrupt("a")
    run.until(lambda: bool(run.of(Crashed)))
    assert run.of(Crashed)[0].ending == Ending.INTERRUPTED


def test_who_waits_for_a_person_holds_no_turn(counting: Make) -> None:
    run = counting(cells={"a": job("ask"), "b": job("count", to=3)}, at_once=True)
    run.supervisor.start()
    asks = ("waiting", "how far?")
    run.until(lambda: [(one.phase, one.detail) for one in run.of(Phase, "a")][-1:] == [asks])
    run.until(lambda: run.director.done == ["b"])
    run.supervisor.answer("a", "7")
    run.until(lambda: len(run.director.done) == 2)
    assert [one.value for one in run.of(Found, "a")] == [7]


def test_a_cell_that_comes_to_no_outcome_is_a_mistake_that_is_said(counting: Make) -> None:
    run = counting(cells={"a": job("say_nothing")}).run()
    assert "came to no outcome" in run.of(Crashed)[0].reason
    assert run.of(Crashed)[0].ending == Ending.RAISED


def test_an_order_may_give_its_worker_several_gpus_or_host_devices(counting: Make) -> None:
    given = {"CUDA_VISIBLE_DEVICES": "GPU-1,GPU-2", "XLA_FLAGS": "--host_devices=4"}
    cells = {name: job("tell_environment", name=name) for name in given}
    run = counting(cells=cells, environment=given).run()
    assert {one.name: one.value for one in run.of(Found)} == given


def workers() -> set[int]:
    """The worker processes of this process; those of earlier tests may be ending meanwhile."""
    found = set()
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if "engines.worker" in child.cmdline():
                found.add(child.pid)
    return found


def test_a_spare_worker_begins_at_once_costs_no_turn_and_ends_with_the_rest(counting: Make) -> None:
    run = counting(cells={})
    run.supervisor.start()
    run.supervisor.request(lambda: run.supervisor.hold_spare("jax", CPU, CPU.cores))
    run.supervisor.request(lambda: run.supervisor.hold_spare("", CPU, CPU.cores))
    run.until(lambda: len(workers()) == 2)
    spares = workers()
    assert not run.supervisor.turns.preparing
    ready = [lambda one=one: one.imported for one in list(run.supervisor._free)]  # type: ignore[misc]
    run.until(lambda: all(each() for each in ready))
    assert run.events == [], "a spare worker is nobody's yet"
    run.director._to_do = [("a", job("count", to=1))]
    run.supervisor.request(run.director.begin)
    run.until(lambda: run.director.done == ["a"])
    assert run.of(Started)[0].pid in spares
    run.supervisor.close()
    assert not any(map(psutil.pid_exists, spares))


def test_closing_ends_workers_and_their_folder(
    counting: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    run = counting(cells={"a": job("cling")})
    run.supervisor.start()
    run.until(lambda: bool(run.of(Found)))
    (folder,) = tmp_path.iterdir()
    assert folder.name.startswith("fwdash-run-")
    run.supervisor.close()
    assert list(tmp_path.iterdir()) == []
    assert not psutil.pid_exists(run.of(Started)[0].pid)
