"""What a watcher sees of a run that another process writes, and of how that process ends."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engines.errors import RunError
from engines.events import AnyEvent, Crashed, Logged, Phase, SettingsPlanned, Started, encode
from engines.run.run import Run
from engines.runlog.writer import RunLog
from tests.engines.streams import header, steps
from tui.app import FwdashApp
from tui.sources import follow
from tui.sources.follow import Follow
from widgets.run_lines import RunBar


class Watching:
    """A log being written and its follower."""

    def __init__(self, path: Path, begin: list[AnyEvent] | None = None) -> None:
        self.log = RunLog(path)
        self.write(header("torch", "jax"), *(begin or ()))
        self.source = Follow(path)
        self.seen: list[AnyEvent] = []

    def write(self, *events: AnyEvent) -> None:
        self.log.append(b"".join(map(encode, events)))

    def until(self, seen: Callable[[], bool]) -> None:
        """Drain until something is so."""
        deadline = time.monotonic() + 10
        while True:
            self.seen += self.source.drain()
            if seen():
                return
            assert time.monotonic() < deadline, self.seen
            time.sleep(0.01)

    @property
    def said(self) -> list[str]:
        return [event.line for event in self.seen if isinstance(event, Logged)]

    def phases(self) -> dict[str, str]:
        run = Run(self.source.header)
        run.apply_all(self.seen)
        return {lane.id: lane.phase for lane in run.lanes.values()}


def training(lane: str, pid: int = 2**22 + 1) -> list[AnyEvent]:
    return [
        Started(lane=lane, at=0.1, pid=pid, attempt=1, device="cpu", mode="eager"),
        Phase(lane=lane, at=0.2, phase="training"),
        steps(lane, 1, [1.0, 0.9], at=0.5),
    ]


@pytest.fixture
def watching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watching]:
    monkeypatch.setattr(follow, "LOOK", 0.05)
    monkeypatch.setattr(follow, "GRACE", 0.1)
    made = Watching(tmp_path / "a.fwdash.jsonl", [*training("torch"), *training("jax")])
    made.source.start()
    yield made
    made.source.close()
    made.log.close()


def test_it_hands_out_what_was_there_and_then_what_comes(watching: Watching) -> None:
    there = [*training("torch"), *training("jax")]
    watching.until(lambda: watching.seen == there)
    watching.write(steps("torch", 3, [0.8], at=0.7))
    watching.until(lambda: watching.seen == [*there, steps("torch", 3, [0.8], at=0.7)])
    assert watching.source.standing == "watching"


def test_its_clock_goes_with_the_run(watching: Watching) -> None:
    watching.until(lambda: len(watching.seen) == 6)
    watching.until(lambda: watching.source.standing == "watching")
    watching.write(steps("torch", 3, [0.8], at=40.0))
    watching.until(lambda: len(watching.seen) == 7)
    now = watching.source.now()
    assert 40.0 <= now < 42.0
    time.sleep(0.1)
    assert watching.source.now() - now == pytest.approx(0.1, abs=0.09)


def test_an_owner_that_is_killed_leaves_stopped_lanes(watching: Watching) -> None:
    watching.write(Phase(lane="jax", at=0.9, phase="finished"))
    watching.log.close()
    watching.until(lambda: watching.source.standing == "owner gone")
    watching.until(lambda: len(watching.said) == 1)
    assert "gone without ending it" in watching.said[0]
    assert watching.phases() == {"torch": "stopped", "jax": "finished"}
    assert watching.source.now() == 0.9


def test_an_owner_that_ends_well_leaves_nothing_to_say(watching: Watching) -> None:
    watching.write(
        Phase(lane="torch", at=0.9, phase="stopped"), Crashed(lane="jax", at=0.9, reason="x")
    )
    watching.log.close()
    watching.until(lambda: watching.source.standing == "")
    assert watching.said == []
    assert watching.phases() == {"torch": "stopped", "jax": "crashed"}


def test_a_log_that_stops_while_its_workers_train_is_told_from_a_dead_owner(
    watching: Watching,
) -> None:
    # Its command line is that of a worker: what tells one from a number used again.
    worker = subprocess.Popen([sys.executable, "-c", "input()", "engines.worker"], stdin=-1)
    try:
        watching.write(*training("torch", worker.pid))
        watching.log.close()
        watching.until(lambda: watching.source.standing == "log stopped")
        watching.until(lambda: len(watching.said) == 1)
        assert "is the disk full?" in watching.said[0]
        assert watching.phases()["torch"] == "training"
    finally:
        worker.communicate(b"\n")
    watching.until(lambda: watching.source.standing == "owner gone")
    watching.until(lambda: watching.phases() == {"torch": "stopped", "jax": "stopped"})


def test_a_deleted_log_is_followed_on_with_one_notice(watching: Watching) -> None:
    watching.log.path.unlink()
    watching.until(lambda: len(watching.said) == 1)
    assert "was deleted" in watching.said[0]
    watching.write(steps("torch", 3, [0.8], at=0.7))
    watching.until(lambda: watching.seen[-1] == steps("torch", 3, [0.8], at=0.7))
    assert len(watching.said) == 1


def test_a_log_that_is_cut_short_is_followed_no_further(watching: Watching) -> None:
    watching.until(lambda: len(watching.seen) == 6)
    with open(watching.log.path, "r+b") as file:
        file.truncate(100)
    watching.until(lambda: watching.source.standing == "log broken")
    watching.until(lambda: len(watching.said) == 1)
    assert watching.said == [
        "The run log can be followed no further: it was cut short or begun anew."
    ]


def test_it_refuses_commands_in_one_sentence(watching: Watching) -> None:
    with pytest.raises(RunError, match="only watched here"):
        watching.source.set_mode("torch", "compile")
    with pytest.raises(RunError, match="only watched here"):
        watching.source.mark("here")


def test_a_long_log_is_handed_out_in_parts_and_says_how_far_it_is(tmp_path: Path) -> None:
    many = [steps("torch", 1 + 400 * n, [1.0] * 400, at=0.1 * n) for n in range(500)]
    made = Watching(tmp_path / "a.fwdash.jsonl", list(many))
    made.source.start()
    standings = [made.source.standing]
    parts = []
    while len(made.seen) < 500 and len(parts) < 1000:
        time.sleep(0.01)
        parts.append(made.source.drain())
        made.seen += parts[-1]
        standings.append(made.source.standing)
        if parts[-1]:
            assert made.source.now() >= parts[-1][-1].at
    assert made.seen == many
    assert max(map(len, parts)) == follow.WORK / 2
    assert standings[0] == "catching up 0%"
    shares = [int(s.split()[-1][:-1]) for s in standings if s.startswith("catching up")]
    assert shares == sorted(shares)
    assert 50 <= shares[-1] < 100
    assert not made.source.more
    made.until(lambda: made.source.standing == "watching")
    made.source.close()
    made.log.close()


def test_closing_twice_and_unstarted_is_fine(tmp_path: Path) -> None:
    made = Watching(tmp_path / "a.fwdash.jsonl")
    made.source.close()
    made.source.close()
    made.log.close()


async def test_the_dashboard_shows_that_it_watches_and_leaves_without_asking(
    watching: Watching,
) -> None:
    app = FwdashApp(watching.source)
    async with app.run_test(size=(120, 36)) as pilot:
        deadline = time.monotonic() + 10
        while app.known.lanes["jax"].step < 2 or watching.source.standing != "watching":
            assert time.monotonic() < deadline
            await pilot.pause(0.05)
        await pilot.pause(0.3)
        assert "watching" in _text(app)
        await pilot.press("c")
        await pilot.pause(0.1)
        assert any("only watched here" in toast.message for toast in app._notifications)
        await pilot.press("ctrl+c")
        await pilot.pause(0.2)
        assert app.leaving


async def test_its_footer_offers_nothing_that_is_refused(watching: Watching) -> None:
    app = FwdashApp(watching.source)
    async with app.run_test(size=(200, 50)) as pilot:
        await pilot.pause()
        text = app.main.keys.render_line(0).text
    assert "q quit" in text
    assert not any(key in text for key in ("c compile", "m mode", "space pause", "r restart"))


async def test_the_dashboard_says_a_change_that_is_to_come_and_none_that_is_past(
    tmp_path: Path,
) -> None:
    past = SettingsPlanned(at=0.3, step=1, learning_rate=0.5)
    begin = [*training("torch"), past, *training("jax")]
    made = Watching(tmp_path / "a.fwdash.jsonl", begin)
    app = FwdashApp(made.source)
    async with app.run_test(size=(120, 36)) as pilot:
        deadline = time.monotonic() + 10
        while app.known.lanes["jax"].step < 2:
            assert time.monotonic() < deadline
            await pilot.pause(0.05)
        made.write(SettingsPlanned(at=1.0, step=3180, batch_size=32))
        while not app._notifications:
            assert time.monotonic() < deadline
            await pilot.pause(0.05)
        assert [toast.message for toast in app._notifications] == [
            "All lanes change after step 3,180: batch size 32."
        ]
    made.source.close()
    made.log.close()


async def test_the_dashboard_says_at_once_that_the_owner_has_gone(watching: Watching) -> None:
    app = FwdashApp(watching.source)
    async with app.run_test(size=(120, 36)) as pilot:
        watching.log.close()
        deadline = time.monotonic() + 10
        while not any("gone without" in toast.message for toast in app._notifications):
            assert time.monotonic() < deadline
            await pilot.pause(0.05)
        await pilot.pause(0.3)
        assert {lane.status for lane in app.known.lanes.values()} == {"stopped"}
        assert "owner gone" in _text(app)


def _text(app: FwdashApp) -> str:
    bar = app.main.query_one(RunBar)
    return "".join(segment.text for segment in bar.render_line(0))


def test_what_a_newer_fwdash_wrote_is_said_once_a_kind(watching: Watching) -> None:
    newer = b'{"event":"weights","at":1.0}\n'
    watching.log.append(newer * 3)
    watching.until(lambda: bool(watching.said))
    watching.log.append(newer)
    watching.write(Phase(lane="torch", at=2.0, phase="finished"))
    watching.until(lambda: watching.phases()["torch"] == "finished")
    watching.log.append(newer.replace(b"weights", b"probes"))
    watching.until(lambda: len(watching.said) > 1)
    assert all("of a newer fwdash" in line for line in watching.said)
    assert watching.said[-1] == "5 events of a newer fwdash were passed over: weights, probes."
    assert len(watching.said) == 2
