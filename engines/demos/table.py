"""The cells of a run as one table, for JSON and for the terminal."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from engines.demos.catalogue import MODES, catalogue, cell_id
from engines.outcomes import Outcome
from engines.run.run import Run
from engines.study.cell_state import CellState

SCHEMA = 1
AS_JSON = ("values_named", "prints", "stops", "warnings")
"""Findings that are lists or truths, and travel as JSON."""
FIGURES = (
    *("stage", "exception", "first_line", "line_named", "values_named", "frames", "frames_below"),
    *("frames_hidden", "report_lines", "scroll_lines", "seconds", "cpu_seconds", "compilations"),
    *("post_mortem", "prints", "stops", "warnings", "report"),
)
"""Findings that stand in the table, under their own names."""


def demo_document(run: Run) -> dict[str, Any]:
    """What was measured, an entry a cell; null is what a cell does not have."""
    return {
        "schema": SCHEMA,
        "versions": dict(run.header.versions),
        "cells": [entry(run, cell) for cell in run.cells.values()],
    }


def entry(run: Run, cell: CellState) -> dict[str, Any]:
    """One cell of the table."""
    demo = catalogue().get(cell.subject)
    return {
        "demo": cell.subject,
        "group": demo.group if demo else None,
        "framework": cell.framework,
        "mode": cell.mode,
        "version": cell.version,
        "outcome": outcome_name(cell.outcome),
        "why": cell.detail,
        **{name: figure(cell, name) for name in FIGURES},
        "same_as_plain": same_as_plain(run, cell),
    }


def outcome_name(outcome: str) -> str | None:
    """An outcome as one word for programs; None where there is none yet."""
    return next((one.name.lower() for one in Outcome if one == outcome), None)


def figure(cell: CellState, name: str) -> Any:
    """A finding as it was measured; None where it was not."""
    found = cell.findings.get(name)
    if found is None:
        return None
    if name in AS_JSON and isinstance(found.value, str):
        with contextlib.suppress(ValueError):
            return json.loads(found.value)
    return found.value


def same_as_plain(run: Run, cell: CellState) -> bool | None:
    """Whether outcome and exception are those of the framework's plain mode; None where that was not
    measured."""
    plain = run.cells.get(
        cell_id(cell.subject, cell.framework, MODES[cell.framework][0], cell.version)
    )
    if plain is None or not plain.outcome or not cell.outcome:
        return None
    return (plain.outcome, figure(plain, "exception")) == (
        cell.outcome,
        figure(cell, "exception"),
    )
