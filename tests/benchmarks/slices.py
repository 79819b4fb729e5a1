"""Two training processes on the same cores in alternating slices of time, so that drift hits both."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from engines.events import Steps
from engines.runlog.reader import LogReader
from tests.benchmarks.headless import ROOT

SLICE = 0.5
"""Seconds that one process runs while the other is stopped."""


def start(*arguments: str) -> subprocess.Popen[str]:
    """A Python process in the checkout, with its stdin and stdout in pipes."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
    )


def train(process: subprocess.Popen[str]) -> psutil.Process:
    """The process that trains: the worker of a fwdash, or the process itself."""
    for child in psutil.Process(process.pid).children(recursive=True):
        if "engines.worker" in child.cmdline():
            return child
    return psutil.Process(process.pid)


def side_by_side(lane: str, other: list[str], steps: int, log: Path) -> tuple[float, float]:
    """Median step in milliseconds of `lane` under fwdash and of the process `other`.

    `other` prints `ready` before it trains and its median at the end.
    """
    code = "from tui.cli import main; main(prog_name='fwdash')"
    run = ["run", "--headless", "--json", lane, "--steps", str(steps), "--out", str(log)]
    fwdash = start("-c", code, *run)
    while not _trains(log):
        time.sleep(0.05)
    worker = train(fwdash)
    _signal(worker, signal.SIGSTOP)
    rival = start(*other)
    assert rival.stdout is not None
    assert rival.stdout.readline().strip() == "ready"
    both = [worker, psutil.Process(rival.pid)]
    on = 1
    while all(_alive(process) for process in both):
        _signal(both[on], signal.SIGCONT)
        time.sleep(SLICE)
        _signal(both[on], signal.SIGSTOP)
        on = 1 - on
    for process in both:
        _signal(process, signal.SIGCONT)
    summary = json.loads(fwdash.communicate()[0])
    return summary["lanes"][0]["step_seconds"]["median"] * 1000, float(rival.communicate()[0])


def _trains(log: Path) -> bool:
    return log.exists() and any(isinstance(event, Steps) for event in LogReader(log).events())


def _alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    if _alive(process):
        process.send_signal(number)
