"""Seeking: the run at any moment is the fold of all events up to it, whatever way led there."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines import events as ev
from engines.events import Logged, Steps
from engines.replay import build
from engines.replay.fold import Fold
from engines.replay.goals import AtPlace, AtStep, AtTime, Goal, first_steps
from engines.run import run
from engines.run.read import read_run
from engines.run.run import Run
from engines.run.summary import summarise
from engines.runlog.cursor import LogCursor
from engines.runlog.safe_event import safe_event
from tests.engines.logs import LANES, RECORDED, indexed, streams, write_log
from tests.engines.same_run import assert_same
from tests.engines.streams import header, steps

often = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def go(fold: Fold, goal: Goal) -> None:
    """Go to a goal the way a replay does."""
    fold.start(goal, 5000, 0)
    _, done = fold.advance(goal, math.inf)
    assert done


def fresh(log: Path, goal: Goal) -> Fold:
    """The fold of a log from its beginning up to a goal."""
    fold = Fold(LogCursor(log))
    fold.advance(goal, math.inf)
    return fold


@pytest.fixture
def closely(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoints every few events, as a long log has them every few hundred."""
    monkeypatch.setattr(build, "EVERY_EVENTS", 7)


@often
@given(told=streams(), data=st.data())
@pytest.mark.usefixtures("closely")
def test_any_seek_gives_the_fold_up_to_there(
    tmp_path: Path, told: list[ev.AnyEvent], data: st.DataObject
) -> None:
    log = write_log(tmp_path / "a.jsonl", told)
    cursor = LogCursor(log)
    fold = Fold(cursor)
    fold.index = indexed(log, cursor)
    latest = max((event.at for event in told), default=0.0)
    for _ in range(4):
        goal: Goal = AtTime(data.draw(st.floats(0, latest + 1)))
        if data.draw(st.booleans()):
            goal = AtPlace(data.draw(st.integers(0, log.stat().st_size)))
        go(fold, goal)
        assert_same(fold.run, fresh(log, goal).run)


@often
@given(told=streams())
def test_a_log_folds_to_what_the_live_run_knew(tmp_path: Path, told: list[ev.AnyEvent]) -> None:
    live = Run(header(*LANES))
    log = write_log(tmp_path / "a.jsonl", told)
    fold = Fold(LogCursor(log))
    for event in told:
        live.apply(safe_event(event))
        fold.advance(AtPlace(fold.cursor.offset + 1), math.inf)
        assert summarise(fold.run, "a") == summarise(live, "a")
    assert_same(fold.run, live)
    assert_same(read_run(log), live)


@often
@given(told=streams(), cuts=st.lists(st.integers(0, 40), max_size=4), most=st.integers(1, 4))
def test_events_fold_the_same_together_as_one_by_one(
    monkeypatch: pytest.MonkeyPatch, told: list[ev.AnyEvent], cuts: list[int], most: int
) -> None:
    monkeypatch.setattr(run, "MOST_WAITING", most)
    single, together = Run(header(*LANES)), Run(header(*LANES))
    for event in told:
        single.apply(event)
    bounds = [0, *sorted(cuts), len(told)]
    for begin, end in pairwise(bounds):
        together.apply_all(told[begin:end])
    assert_same(together, single)


def test_steps_with_a_gap_fold_the_same_together_as_one_by_one() -> None:
    told = [steps("torch", first, [1.0, None, 3.0], at=first / 10) for first in (1, 4, 20, 23, 9)]
    single, together = Run(header(*LANES)), Run(header(*LANES))
    together.apply_all(told)
    for event in told:
        single.apply(event)
    assert_same(together, single)
    assert together.lanes["torch"].loss.x("step")[:9].tolist() == [1, 2, 3, 4, 5, 6, 20, 21, 22]


def test_steps_before_events_break_off_are_folded() -> None:
    def told() -> Iterator[ev.AnyEvent]:
        yield steps("torch", 1, [1.0, 2.0])
        raise OSError("gone")

    broken = Run(header(*LANES))
    with pytest.raises(OSError, match="gone"):
        broken.apply_all(told())
    assert broken.lanes["torch"].loss.high.tolist() == [1.0, 2.0]


@pytest.mark.usefixtures("closely")
def test_a_real_run_forwards_and_backwards() -> None:
    cursor = LogCursor(RECORDED)
    fold, reference = Fold(cursor), Fold(LogCursor(RECORDED))
    fold.index = indexed_copy(cursor)
    total = fold.index.end.at if fold.index.end else 0.0
    for share in (0.1, 0.35, 0.6, 0.8, 0.97):
        goal = AtTime(total * share)
        reference.advance(goal, math.inf)
        for aside in (total, 0.0, total * 0.5):
            go(fold, AtTime(aside))
            go(fold, goal)
            assert_same(fold.run, reference.run)
            assert fold.cursor.offset == reference.cursor.offset
            assert fold.cursor.line == reference.cursor.line


def indexed_copy(cursor: LogCursor) -> object:
    """The index of the recorded run, kept out of its folder."""
    import tempfile

    from engines.replay.frames import identity
    from engines.replay.index import ReplayIndex

    with tempfile.NamedTemporaryFile() as file:
        build.build(cursor.path, identity(cursor.path), file)  # type: ignore[arg-type]
        return ReplayIndex(Path(file.name), identity(cursor.path), cursor)


def test_output_at_a_moment_is_that_of_the_fold(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(build, "EVERY_EVENTS", 10)
    told = [Logged(lane="jax", at=float(at), line=f"line {at}") for at in range(100)]
    log = write_log(tmp_path / "a.jsonl", told)
    cursor = LogCursor(log)
    fold = Fold(cursor)
    fold.index = indexed(log, cursor)
    fold.advance(AtTime(math.inf), math.inf)
    output = fold.start(AtTime(55.0), 30, 0)
    assert output is not None
    later, _ = fold.advance(AtTime(55.0), math.inf)
    lines = [event.line for event in (*output.events, *later) if isinstance(event, Logged)]
    assert lines[-1] == "line 55"
    assert output.before + len(lines) == 56
    assert lines == [f"line {at}" for at in range(output.before, 56)]


def test_a_step_within_an_event_is_reached_to_the_step(tmp_path: Path) -> None:
    chunk = steps("torch", 1, [float(loss) for loss in range(10)], seconds=0.01, at=1.0)
    log = write_log(tmp_path / "a.jsonl", [chunk, steps("torch", 11, [9.0] * 10, at=2.0)])
    fold = Fold(LogCursor(log))
    for step, loss in ((4, 3.0), (5, 4.0), (3, 2.0), (10, 9.0), (12, 9.0)):
        go(fold, AtStep("torch", step))
        lane = fold.run.lanes["torch"]
        assert (lane.step, lane.last_loss) == (step, loss)
    assert fold.in_part
    assert fold.run.lanes["torch"].left_out == {"shown in part": 1}
    go(fold, AtTime(2.0))
    assert_same(fold.run, read_run(log))


def test_a_step_is_sought_in_the_attempt_that_goes_on(tmp_path: Path) -> None:
    again = ev.Started(lane="torch", at=2.0, pid=1, attempt=2, device="cpu", mode="eager")
    first = steps("torch", 1, [5.0] * 9, at=1.0)
    log = write_log(tmp_path / "a.jsonl", [first, again, steps("torch", 1, [7.0] * 9, at=3.0)])
    since = len(log.read_bytes().split(b'{"event":"started"')[0])
    fold = Fold(LogCursor(log))
    go(fold, AtStep("torch", 4, since))
    assert (fold.run.lanes["torch"].last_loss, fold.run.lanes["torch"].attempt) == (7.0, 2)
    go(fold, AtStep("torch", 4))
    assert fold.run.lanes["torch"].last_loss == 5.0


@given(sizes=st.lists(st.integers(1, 5), min_size=1, max_size=6), count=st.integers(1, 30))
def test_the_first_steps_of_an_event_are_an_event(sizes: list[int], count: int) -> None:
    total = sum(sizes)
    count = min(count, total)
    ends = tuple(float(sum(sizes[: at + 1])) for at in range(len(sizes)))
    whole = Steps(
        lane="torch", at=ends[-1], first=1, losses=tuple(map(float, range(total))),
        counts=tuple(sizes), seconds=tuple(map(float, sizes)), cpu_seconds=tuple(map(float, sizes)),
        ends=ends, lane_ends=ends, left_out=("",) * len(sizes),
    )  # fmt: skip
    part = first_steps(whole, count)
    assert sum(part.counts) == len(part.losses) == count
    assert part.lane_ends[-1] == pytest.approx(count)
    assert sum(part.seconds) == pytest.approx(count)
    assert [bool(why) for why in part.left_out[:-1]] == [False] * (len(part.counts) - 1)
    assert (part == whole) == (count == total)


def test_what_cannot_be_true_ends_the_fold_with_a_word(tmp_path: Path) -> None:
    flawed = ev.encode(steps("torch", 1, [1.0, 2.0])).replace(b'"counts":[2]', b'"counts":[3]')
    log = write_log(tmp_path / "a.jsonl", [steps("jax", 1, [1.0])])
    log.write_bytes(log.read_bytes() + flawed)
    fold = Fold(LogCursor(log))
    fold.advance(AtTime(math.inf), math.inf)
    assert fold.run.lanes["jax"].step == 1
    assert fold.damage is not None
    assert fold.damage.line == 3
    assert "do not agree" in fold.damage.reason
    assert fold.at_end
