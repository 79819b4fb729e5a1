"""The summary as a table for a terminal or a text file."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from engines.safe_text import printable

COLUMNS = (
    "lane",
    "mode",
    "status",
    "steps",
    "loss",
    "accuracy",
    "step ms",
    "p90",
    "p99",
    "examples/s",
    "first step s",
    "lane s",
    "compile s",
    "USS MiB",
)


def print_summary(summary: dict[str, Any], *, as_json: bool) -> None:
    """The summary on stdout, as a table or as JSON; a reader that is gone does not matter."""
    with contextlib.suppress(BrokenPipeError):
        print(json.dumps(summary, indent=2) if as_json else summary_table(summary), flush=True)


def summary_table(summary: dict[str, Any]) -> str:
    """The document of `engines.run.summary.summarise` as aligned text."""
    run = summary["run"]
    rows = [COLUMNS, *(_row(lane) for lane in summary["lanes"])]
    widths = [max(len(row[n]) for row in rows) for n in range(len(COLUMNS))]
    lines = [
        f"{run['workload']}, {run['optimizer']} lr {run['learning_rate']:g}, batch "
        f"{run['batch_size']}, seed {run['seed']}, schedule {run['schedule']}, "
        f"{run['precision']}; step times are medians over chunks of {run['sync_every']} steps",
        "",
    ]
    for row in rows:
        cells = [
            cell.ljust(width) if n < 3 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.append("")
    parity = summary["parity"]
    for lane, difference in parity["max_abs_loss_difference"].items():
        lines.append(
            f"parity: {lane} to {parity['reference']}: largest loss difference "
            f"{_figure(difference, '.2g')} over {parity['steps_by_lane'][lane]} steps"
        )
    lines += [
        f"{lane['id']}: {printable(lane['error'])}" for lane in summary["lanes"] if lane["error"]
    ]
    if run["host"].get("dashboard_core_shared"):
        lines.append("one core only: dashboard and lanes share it, step times include that")
    if run["log"]:
        lines.append(f"run log: {printable(run['log'])}")
    return "\n".join(lines)


def _row(lane: dict[str, Any]) -> tuple[str, ...]:
    times = lane["step_seconds"]
    compiles = [compiled["seconds"] for compiled in lane["compiles"]]
    uss = lane["memory"]["peak_uss_bytes"]
    return (
        lane["id"],
        lane["mode"],
        lane["status"],
        str(lane["steps"]),
        _figure(lane["loss"]["last"], ".5f"),
        _figure(lane["accuracy"], ".1%"),
        _milliseconds(times["median"]),
        _milliseconds(times["p90"]),
        _milliseconds(times["p99"]),
        _figure(lane["examples_per_second"], ",.0f"),
        _figure(lane["seconds_to_first_step"], ".1f"),
        _figure(lane["lane_seconds"], ".1f"),
        f"{sum(compiles):.2f}" if compiles else "none",
        _figure(uss / 2**20 if uss else None, ".0f"),
    )


def _figure(value: float | None, form: str) -> str:
    return "n/a" if value is None else format(value, form)


def _milliseconds(seconds: float | None) -> str:
    return _figure(None if seconds is None else seconds * 1000, ".3f")
