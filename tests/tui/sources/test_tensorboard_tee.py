"""A run that is also written for TensorBoard while it trains."""

from __future__ import annotations

import errno
import os
import threading
import time
from pathlib import Path

import pytest

from engines.errors import RunError, UsageError
from engines.events import AnyEvent, Logged, PauseChanged
from engines.export.tensorboard_files import TensorBoardFiles
from engines.export.tensorboard_records import Records
from tests.engines.streams import steps
from tests.tui import scripted
from tests.tui.scripted import Scripted
from tui.app import FwdashApp
from tui.sources import tensorboard_tee
from tui.sources.tensorboard_tee import TensorBoardTee, check_folder, teed
from tui.start.checked_plan import make_plan
from tui.start.log_place import LogPlace
from tui.start.next_run import NextRun
from tui.start.run_request import RunRequest


def notices(events: list[AnyEvent]) -> list[str]:
    return [event.line for event in events if isinstance(event, Logged)]


def drained_until_notice(tee: TensorBoardTee) -> list[str]:
    """What the run's own log says, as soon as it says something."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if told := notices(tee.drain()):
            return told
        time.sleep(0.01)
    return []


def test_events_go_on_unchanged_and_into_files(tmp_path: Path) -> None:
    events: list[AnyEvent] = [steps("torch", 1, [1.0, 0.5]), steps("jax", 1, [0.7])]
    source = Scripted(events)
    tee = TensorBoardTee(source, tmp_path)
    assert tee.drain() == events
    source.pending = [steps("torch", 3, [0.25])]
    tee.close()
    assert source.closed == 1
    # What the source said on closing is still told, once.
    assert tee.drain() == [steps("torch", 3, [0.25])]
    assert tee.drain() == []
    tee.close()
    sizes = {path.parent.name: path.stat().st_size for path in tee.folder.rglob("events.out.*")}
    assert set(sizes) == {"torch", "keras", "jax"}
    assert sizes["torch"] > sizes["jax"] > sizes["keras"] > 0


def test_commands_go_to_the_source(tmp_path: Path) -> None:
    source = Scripted()
    tee = TensorBoardTee(source, tmp_path)
    tee.pause("torch")
    tee.set_mode("jax", "eager")
    assert source.commands == [("pause", "torch"), ("set_mode", "jax", "eager")]
    assert tee.drain() == [PauseChanged(lane="torch", at=source.clock, paused=True)]
    assert source.started == 0
    tee.close()


def test_a_full_disk_is_one_notice_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(records: Records, step: int, wall_time: float, values: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    source = Scripted([steps("torch", 1, [1.0])])
    tee = TensorBoardTee(source, tmp_path)
    monkeypatch.setattr(Records, "scalars", full)
    assert len(tee.drain()) == 1
    (told,) = drained_until_notice(tee)
    assert told.endswith("end here: No space left on device. Training goes on.")
    for first in (2, 3):
        source.pending = [steps("torch", first, [1.0])]
        assert tee.drain() == [steps("torch", first, [1.0])]
    tee.close()


def test_a_slow_disk_never_holds_the_run_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(files: TensorBoardFiles, event: AnyEvent) -> None:
        go_on.wait(20)

    monkeypatch.setattr(TensorBoardFiles, "write", slow)
    monkeypatch.setattr(tensorboard_tee, "MOST_WAITING", 8)
    source = Scripted([steps("torch", n, [1.0]) for n in range(1, 30)])
    tee = TensorBoardTee(source, tmp_path)
    began = time.monotonic()
    events = tee.drain()
    assert time.monotonic() - began < 1
    assert len(events) == 30
    assert len(notices(events)) == 1
    assert "fall behind" in notices(events)[0]
    go_on.set()
    tee.close()


def test_a_folder_that_cannot_be_written_is_an_error_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is no folder"):
        check_folder(tmp_path / "file")
    with pytest.raises(RunError, match="cannot be made"):
        check_folder(tmp_path / "file" / "below")
    check_folder(tmp_path / "new")
    assert (tmp_path / "new").is_dir()


def test_a_run_whose_files_cannot_be_made_ends_its_source(tmp_path: Path) -> None:
    source = Scripted()
    (tmp_path / source.header.id).mkdir()
    with pytest.raises(RunError, match="there already"):
        teed(source, tmp_path)
    assert source.closed == 1


def test_a_run_that_follows_is_written_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the form starts it from a dashboard that was opened with --tensorboard."""
    from tui import dashboard

    plan = make_plan(RunRequest(lanes=("jax",)), scripted.MACHINE)
    second = Scripted([steps("jax", 1, [0.5])])
    shown: list[object] = []

    class Next(NextRun):
        def live(self, place: LogPlace) -> Scripted:  # type: ignore[override]
            return second

    def show(app: FwdashApp) -> int:
        shown.append(app.source)
        assert app.log_place.arguments == ("--no-log", "--tensorboard", str(tmp_path))
        assert str(tmp_path) in app.log_place.sentence
        if len(shown) == 1:
            app.next_run = Next(plan, "fwdash run jax", scripted.MACHINE)
        else:
            app.source.drain()
            app.source.close()
        return 0

    monkeypatch.setattr(dashboard, "require_terminal", lambda: None)
    monkeypatch.setattr(dashboard, "show", show)
    dashboard.run_dashboard(Scripted(), LogPlace(keep=False, tensorboard=tmp_path))
    assert isinstance(shown[1], TensorBoardTee)
    assert {path.parent.name for path in tmp_path.rglob("events.out.*")} == {
        "torch",
        "keras",
        "jax",
    }
