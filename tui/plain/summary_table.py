"""The summary as a table for a terminal or a text file."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import msgspec

from engines.optimization import Optimization, in_words
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
    lines = _study(summary) if "cells" in summary else _training(summary)
    workers = [*summary["lanes"], *summary.get("cells", ())]
    lines += [f"{one['id']}: {printable(one['error'])}" for one in workers if one["error"]]
    if run["host"].get("dashboard_core_shared"):
        lines.append("one core only: dashboard and lanes share it, step times include that")
    if run["log"]:
        lines.append(f"run log: {printable(run['log'])}")
    return "\n".join(lines)


def _training(summary: dict[str, Any]) -> list[str]:
    run, parity = summary["run"], summary["parity"]
    return [
        f"{run['workload']}, {run['optimizer']} lr {run['learning_rate']:g}"
        f"{in_words(msgspec.convert(run, Optimization))}, batch "
        f"{run['batch_size']}, seed {run['seed']}, schedule {run['schedule']}, "
        f"{run['precision']}; step times are medians over chunks of {run['sync_every']} steps",
        "",
        *_aligned([COLUMNS, *(_row(lane) for lane in summary["lanes"])], texts=3),
        "",
        *(
            f"parity: {lane} to {parity['reference']}: largest loss difference "
            f"{_figure(difference, '.2g')} over {parity['steps_by_lane'][lane]} steps"
            for lane, difference in parity["max_abs_loss_difference"].items()
        ),
    ]


def _study(summary: dict[str, Any]) -> list[str]:
    rows = [(cell["id"], cell["status"], cell["outcome"] or "n/a") for cell in summary["cells"]]
    lines = [summary["run"]["study"], ""]
    lines += _aligned([("cell", "status", "outcome"), *rows], texts=3)
    lines.append("")
    for cell in summary["cells"]:
        for found in cell["findings"]:
            value = "n/a" if found["value"] is None else found["value"]
            lines.append(f"{cell['id']}: {found['name']} {value} {found['unit']}".rstrip())
    return lines


def _aligned(rows: list[tuple[str, ...]], texts: int) -> list[str]:
    """The rows with their columns under one another; after `texts` columns stand numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if n < texts else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


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
