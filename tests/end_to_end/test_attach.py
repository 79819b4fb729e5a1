"""Watching a real run from another terminal, and seeing its owner killed."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from engines.events import Started, Steps
from tests.end_to_end.fwdash import events_in, start, wait_for, wait_until_gone
from tests.end_to_end.test_terminal import Terminal


def test_a_watcher_sees_a_run_and_its_end_and_disturbs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("COLORTERM", "truecolor")
    owner = start("run", "jax", "--headless", "--steps", "1000000")
    try:
        runs = tmp_path / "fwdash" / "runs"
        while not (found := list(runs.glob("*.jsonl"))):
            assert owner.poll() is None
        log = found[0]
        wait_for(log, Steps, lane="jax")

        watcher = Terminal("attach")
        watcher.until("watching")
        watcher.until(r"jit +[^ ]* training")
        watcher.child.send("c")
        watcher.until("only watched here")
        watcher.child.send("q")
        assert watcher.end() == 0
        assert owner.poll() is None

        watcher = Terminal("attach", "last")
        watcher.until(r"jit +[^ ]* training")
        os.kill(owner.pid, signal.SIGKILL)
        text = watcher.until("owner gone")
        assert "stopped" in watcher.until("stopped"), text
        watcher.child.send("q")
        assert watcher.end() == 0
        assert "Traceback" not in watcher.raw
        pids = [event.pid for event in events_in(log) if isinstance(event, Started)]
        assert len(pids) == 1
        assert wait_until_gone(pids, 2) == []
    finally:
        owner.kill()
        owner.communicate()
