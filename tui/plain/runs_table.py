"""The logged runs as a table for a terminal, and as data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engines.runlog.listing import LoggedRun
from engines.runlog.writing import Writing
from engines.safe_text import printable
from widgets.quantities import NA, bytes_text, elapsed_text

COLUMNS = ("name", "when", "workload", "lanes", "result", "steps", "duration", "size")


def runs_table(runs: list[LoggedRun]) -> str:
    """Aligned text, newest first as given; a file that is no run log says why."""
    rows = [COLUMNS, *map(_row, runs)]
    widths = [max(len(row[n]) for row in rows if len(row) > 2) for n in range(len(COLUMNS))]
    widths[0] = max(len(row[0]) for row in rows)
    lines = []
    for row in rows:
        if len(row) == 2:
            lines.append(f"{row[0].ljust(widths[0])}  {row[1]}")
            continue
        cells = [
            cell.rjust(width) if n >= 5 else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    if len(runs) > 1:
        lines.append(f"{len(runs)} runs, {bytes_text(sum(run.size for run in runs))}")
    unknown = [_plain(run.name) for run in runs if run.being_written is None]
    if unknown:
        lines.append(
            f"Whether {' and '.join(unknown)} still {'goes' if len(unknown) == 1 else 'go'} on is not "
            f"known: {Writing.NOT_KNOWN.sentence}."
        )
    return "\n".join(lines)


def _row(run: LoggedRun) -> tuple[str, ...]:
    name = _plain(run.name)
    if run.problem:
        return name, f"{bytes_text(run.size)}: {_plain(run.problem)}"
    return (
        name,
        _when(run.started_at),
        _plain(run.workload.rpartition("/")[2]),
        _plain(" ".join(lane.id for lane in run.lanes)),
        run.result + (", damaged" if run.damaged else ""),
        _steps(run),
        elapsed_text(run.seconds) if run.seconds is not None else NA,
        bytes_text(run.size),
    )


def _plain(text: str) -> str:
    """What a person can see, and not too much of it."""
    return printable(text)[:80]


def _when(started_at: str) -> str:
    """The local time."""
    try:
        return f"{datetime.fromisoformat(started_at).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return NA


def _steps(run: LoggedRun) -> str:
    steps = [lane.steps for lane in run.lanes]
    if len(set(steps)) == 1:
        return f"{steps[0]:,}" if steps[0] is not None else NA
    return "/".join(NA if one is None else f"{one}" for one in steps)


def runs_document(runs: list[LoggedRun]) -> list[dict[str, Any]]:
    """The runs as data; null is what the end of the log does not tell."""
    return [
        {
            "name": run.name,
            "path": str(run.path),
            "problem": run.problem or None,
            "started_at": run.started_at or None,
            "workload": run.workload or None,
            "lanes": [
                {"id": lane.id, "result": lane.result, "steps": lane.steps} for lane in run.lanes
            ],
            "seconds": run.seconds,
            "bytes": run.size,
            "being_written": run.being_written,
            "damaged": run.damaged,
        }
        for run in runs
    ]
