"""The summary as a table for a terminal or a text file."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import msgspec

from engines.left_out import LeftOut
from engines.optimization import Optimization, in_words
from engines.run.chance import SENTENCE
from engines.run.not_finite import not_finite
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
    "own MiB",
)

DISPENSABLE = (
    *("p99", "first step s", "lane s", "p90", "own MiB", "compile s"),
    *("status", "accuracy", "examples/s", "steps"),
)
"""Columns that a narrow terminal goes without, the first of them first."""
OLDER = "peak_uss_bytes"
"""What lanes of older logs have in place of `peak_own_bytes`."""


SWITCHES = {
    "switches_kept": "in the environment of the lanes",
    "switches_set_aside": "lanes ran without what is set here",
}
"""What the header says of the person's environment -> how it is told."""


def print_summary(summary: dict[str, Any], *, as_json: bool) -> None:
    """The summary on stdout, as a table or as JSON; a reader that is gone does not matter."""
    with contextlib.suppress(BrokenPipeError):
        print(json.dumps(summary, indent=2) if as_json else summary_table(summary), flush=True)


def summary_table(summary: dict[str, Any], width: int | None = None) -> str:
    """The document of `engines.run.summary.summarise` as aligned text.

    In a terminal of `width` the columns that matter least are left out rather than lines broken.
    """
    run = summary["run"]
    lines = _study(summary) if "cells" in summary else _training(summary, width)
    workers = [*summary["lanes"], *summary.get("cells", ())]
    lines += [told for lane in summary["lanes"] if (told := _disturbed(lane))]
    lines += [f"{one['id']}: {printable(note)}" for one in workers for note in one["notes"]]
    lines += [f"{one['id']}: {printable(one['error'])}" for one in workers if one["error"]]
    if run["host"].get("dashboard_core_shared"):
        lines.append("one core only: dashboard and lanes share it, step times include that")
    for name, what in SWITCHES.items():
        lines += [f"{what}: {printable(text)}" for text in run["host"].get(name, ())]
    if run["log"]:
        lines.append(f"run log: {printable(run['log'])}")
    lines += map(printable, summary.get("conclusions", ()))
    return "\n".join(lines)


def _training(summary: dict[str, Any], width: int | None) -> list[str]:
    run, parity = summary["run"], summary["parity"]
    return [
        f"{run['workload']}, {run['optimizer']} lr {run['learning_rate']:g}"
        f"{in_words(msgspec.convert(run, Optimization))}, batch "
        f"{run['batch_size']}, seed {run['seed']}, schedule {run['schedule']}, "
        f"{run['precision']}; step times are medians over chunks of {run['sync_every']} steps",
        "",
        *_fitting([_columns(summary), *(_row(lane) for lane in summary["lanes"])], width),
        "",
        *(_parity(parity, lane) for lane in parity["max_abs_loss_difference"]),
        *filter(None, map(_not_finite, summary["lanes"])),
        *([] if parity["expected"] else [SENTENCE]),
    ]


def _fitting(rows: list[tuple[str, ...]], width: int | None) -> list[str]:
    """The rows as wide as they are, or without the columns that matter least."""
    lines = aligned(rows, texts=3)
    kept = list(range(len(COLUMNS)))
    for title in DISPENSABLE:
        if width is None or max(map(len, lines)) <= width:
            break
        kept.remove(COLUMNS.index(title))
        texts = sum(at < 3 for at in kept)
        lines = aligned([tuple(row[at] for at in kept) for row in rows], texts)
    return lines


def _columns(summary: dict[str, Any]) -> tuple[str, ...]:
    older = any(OLDER in lane["memory"] for lane in summary["lanes"])
    return (*COLUMNS[:-1], "USS MiB") if older else COLUMNS


def _parity(parity: dict[str, Any], lane: str) -> str:
    to = f"parity: {lane} to {parity['reference']}:"
    if failed := parity.get("failed", {}).get(lane):
        return f"{to} {failed['reason']}"
    difference = _figure(parity["max_abs_loss_difference"][lane], ".2g")
    return f"{to} largest loss difference {difference} over {parity['steps_by_lane'][lane]} steps"


def _not_finite(lane: dict[str, Any]) -> str:
    """What a person must know of losses that are no numbers; empty where all are."""
    if (bad := lane.get("not_finite")) is None:
        return ""
    told = []
    if bad["first_step"] is not None:
        told.append(f"the loss is {not_finite(bad['first_step'], bad['steps'], lane['steps'])}")
    if bad["test_loss"]:
        told.append("the last test loss is not finite")
    return f"{lane['id']}: {', '.join(told)}"


def _disturbed(lane: dict[str, Any]) -> str:
    """How many chunks of a lane are no samples because other processes had its cores."""
    left_out = lane["step_seconds"]["left_out_why"].get(LeftOut.DISTURBED, 0)
    samples = sum(one["samples"] for one in lane["step_seconds_by_mode"].values())
    if not left_out:
        return ""
    share = 100 * left_out / (left_out + samples)
    return (
        f"{lane['id']}: other processes disturbed {share:.0f} % of its chunks, which are left out"
    )


def _study(summary: dict[str, Any]) -> list[str]:
    """The cells that were begun, and their figures; texts of several lines are for the JSON."""
    begun = [cell for cell in summary["cells"] if cell["attempt"]]
    rows = [(cell["id"], cell["status"], cell["outcome"] or "n/a") for cell in begun]
    lines = [summary["run"]["study"], ""]
    lines += aligned([("cell", "status", "outcome"), *rows], texts=3)
    lines.append("")
    for cell in begun:
        for found in cell["findings"]:
            value = "n/a" if found["value"] is None else printable(str(found["value"]))
            if "\n" not in str(found["value"]):
                lines.append(f"{cell['id']}: {found['name']} {value} {found['unit']}".rstrip())
    if left := len(summary["cells"]) - len(begun):
        lines.append(f"{left} cells were not measured")
    return lines


def aligned(rows: list[tuple[str, ...]], texts: int) -> list[str]:
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
    own = _own_bytes(lane)
    return (
        lane["id"],
        lane["mode_label"],
        lane["status"],
        str(lane["steps"]),
        "nan" if lane.get("not_finite", {}).get("last") else _figure(lane["loss"]["last"], ".5f"),
        _figure(lane["accuracy"], ".1%"),
        _milliseconds(times["median"]),
        _milliseconds(times["p90"]),
        _milliseconds(times["p99"]),
        _figure(lane["examples_per_second"], ",.0f"),
        _figure(lane["seconds_to_first_step"], ".1f"),
        _figure(lane["lane_seconds"], ".1f"),
        f"{sum(compiles):.2f}" if compiles else "none",
        _figure(own / 2**20 if own else None, ".0f"),
    )


def _own_bytes(lane: dict[str, Any]) -> int | None:
    """The peak of its own memory; older logs have USS in its place."""
    memory: dict[str, int | None] = lane["memory"]
    return memory[OLDER] if OLDER in memory else memory["peak_own_bytes"]


def _figure(value: float | None, form: str) -> str:
    return "n/a" if value is None else format(value, form)


def _milliseconds(seconds: float | None) -> str:
    return _figure(None if seconds is None else seconds * 1000, ".3f")
