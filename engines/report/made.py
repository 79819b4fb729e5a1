"""From run logs to a report: what is told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from engines.report.comparison import compare
from engines.report.comparison_part import comparison_part
from engines.report.document import Document, Part
from engines.report.method import method_part
from engines.report.reading import RunReading, read
from engines.report.run_part import run_part


def make_report(paths: Sequence[Path]) -> Document:
    """Read one or several run logs; the first is what the others are compared with.

    Raises:
        RunError: If a file cannot be read, is no run log, or was written by a newer fwdash.
    """
    readings = [read(path) for path in paths]
    _tell_apart(readings)
    return report_of(readings)


def _tell_apart(readings: Sequence[RunReading]) -> None:
    """Number the runs whose files are called alike, by their place on the command line."""
    names = Counter(reading.name for reading in readings)
    for number, reading in enumerate(readings, 1):
        if names[reading.name] > 1:
            reading.name = f"{reading.name} ({number})"


def report_of(readings: Sequence[RunReading]) -> Document:
    """What is told of runs that were read."""
    parts: list[Part] = []
    if len(readings) > 1:
        parts.append(comparison_part([compare(readings[0], other) for other in readings[1:]]))
    for number, reading in enumerate(readings, 1):
        parts.append(run_part(reading, f"run{number}-" if len(readings) > 1 else ""))
    parts.append(method_part(readings))
    title = " · ".join(dict.fromkeys(reading.header.training.workload for reading in readings))
    return Document(title, tuple(parts), f"Made by fwdash {metadata.version('fwdash')}.")
