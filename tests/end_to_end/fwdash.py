"""Running the real `fwdash` with real workers from a test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from engines.events import AnyEvent
from engines.runlog.reader import LogReader

COMMAND = [sys.executable, "-c", "from tui.cli import main; main(prog_name='fwdash')"]
PATIENCE = 240
"""Seconds after which a run that should have ended counts as hanging."""


def start(*arguments: str, **env: str) -> subprocess.Popen[str]:
    """`fwdash ARGUMENTS`, running, with pipes for stdout and stderr."""
    return subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | env,
    )


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """`fwdash ARGUMENTS`, to its end."""
    process = start(*arguments, **env)
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise AssertionError(f"fwdash {arguments} hangs.\n{out}\n{err}") from None
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def summary_of(*arguments: str, **env: str) -> dict[str, Any]:
    """The JSON summary of a headless run in which every lane finished."""
    done = run("run", "--headless", "--json", *arguments, **env)
    assert done.returncode == 0, done.stderr
    summary: dict[str, Any] = json.loads(done.stdout)
    assert [lane["status"] for lane in summary["lanes"]] == ["finished"] * len(summary["lanes"])
    return summary


def largest_difference(summary: dict[str, Any]) -> float:
    """The largest loss difference to the reference lane, over every step of every lane."""
    parity = summary["parity"]
    assert parity["steps"] == min(lane["steps"] for lane in summary["lanes"])
    differences: list[float] = list(parity["max_abs_loss_difference"].values())
    assert all(difference is not None for difference in differences)
    return max(differences)


def events_in(log: Path) -> list[AnyEvent]:
    """What a run log holds so far."""
    return list(LogReader(log).events()) if log.exists() and log.stat().st_size else []


def wait_for(log: Path, kind: type[AnyEvent], **fields: object) -> Any:
    """The first event of that kind and with these fields, once the log holds it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for event in events_in(log):
            if isinstance(event, kind) and all(
                getattr(event, name) == value for name, value in fields.items()
            ):
                return event
        time.sleep(0.1)
    raise AssertionError(f"no {kind.__name__} with {fields} in {log}")


def wait_until_gone(pids: list[int], seconds: float) -> list[int]:
    """The processes of `pids` that still run after `seconds` (zombies do not)."""
    deadline = time.monotonic() + seconds
    while True:
        left = [pid for pid in pids if _runs(pid)]
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
