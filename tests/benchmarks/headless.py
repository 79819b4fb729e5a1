"""Running `fwdash run --headless` from a benchmark, and printing what was measured."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def python(*arguments: str, **env: str) -> str:
    """What a Python process in the checkout prints; raises if it fails."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path} | env,
    )
    if done.returncode:
        raise SystemExit(f"{arguments} failed:\n{done.stderr[-3000:]}")
    return done.stdout


def fwdash(*arguments: str) -> dict[str, Any]:
    """The summary of a headless run."""
    code = "from tui.cli import main; main(prog_name='fwdash')"
    out = python("-c", code, "run", "--headless", "--json", "--no-log", *arguments)
    summary: dict[str, Any] = json.loads(out)
    return summary


def medians(summary: dict[str, Any]) -> dict[str, float]:
    """Lane -> median step in milliseconds."""
    return {lane["id"]: lane["step_seconds"]["median"] * 1000 for lane in summary["lanes"]}


def ratio_line(name: str, over: Sequence[float], under: Sequence[float], bound: float) -> str:
    """One line: both medians in milliseconds, their ratio round by round, and the bound."""
    ratios = [a / b for a, b in zip(over, under, strict=True)]
    middle = statistics.median(ratios)
    verdict = "reached" if middle <= bound else "MISSED"
    rounds = " ".join(f"{ratio:.3f}" for ratio in ratios)
    return (
        f"{name:<34} {statistics.median(over):8.3f} / {statistics.median(under):8.3f} ms = "
        f"{middle:.3f}  (rounds: {rounds}; bound {bound:.2f}: {verdict})"
    )
