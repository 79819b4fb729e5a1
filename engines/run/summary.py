"""What a run comes to, as data: the JSON document and the table's rows, from `Run` alone."""

from __future__ import annotations

from typing import Any

import msgspec

from engines.phases import RUNNING, PhaseName
from engines.recipe import Recipe
from engines.run.break_even import break_even
from engines.run.conclusions import conclusions, pace
from engines.run.lane_state import LaneState
from engines.run.pace_words import pace_text
from engines.run.run import Run
from engines.run.same_work import same_work
from engines.run.spread import Spread
from engines.run.worker_state import WorkerState
from engines.study.cell_state import CellState

SUMMARY_SCHEMA = 1


def summarise(run: Run, log: str | None) -> dict[str, Any]:
    """The summary document; `log` is where the run log lies. Figures not measured are None.

    Of parity, `steps_by_lane` has how many steps of each lane were compared with the reference's, and
    `steps` the least of those that are not 0: over so many all such lanes were. Of the pace, `ratio` is
    a lane's step time over the reference's, turn by turn, `low` and `high` hold it with 95 %. A run that
    measures a study has `cells`, and nothing of these.
    """
    header = run.header
    of_run: dict[str, Any] = {"id": header.id, "started_at": header.started_at}
    document: dict[str, Any] = {"schema": SUMMARY_SCHEMA, "run": of_run}
    if header.recipe is not None:
        of_run |= _recipe(header.recipe) | {"schedule": run.schedule}
    if header.study is not None:
        of_run["study"] = header.study.name
        document["cells"] = [_cell(cell) for cell in run.cells.values()]
    of_run |= {"host": header.host, "log": log}
    document["lanes"] = [_lane(lane) for lane in run.lanes.values()]
    if run.lanes:
        document["parity"] = _parity(run)
        document["pace"] = _pace(run)
        document["compiling"] = _compiling(run)
        document["conclusions"] = list(conclusions(run))
    return document


def _recipe(recipe: Recipe) -> dict[str, Any]:
    """The recipe but for its lanes, which have a place of their own."""
    document: dict[str, Any] = msgspec.to_builtins(recipe)
    del document["lanes"]
    return document | {"changes": list(document["changes"])}


def _parity(run: Run) -> dict[str, Any]:
    compared = [difference for difference in run.parity.values() if difference.steps]
    return {
        "reference": run.reference,
        "steps": min((difference.steps for difference in compared), default=0),
        "steps_by_lane": {lane_id: difference.steps for lane_id, difference in run.parity.items()},
        "max_abs_loss_difference": {
            lane_id: difference.largest for lane_id, difference in run.parity.items()
        },
        "verdict_by_lane": {
            lane_id: str(same_work(difference)) for lane_id, difference in run.parity.items()
        },
    }


def _pace(run: Run) -> dict[str, Any]:
    told = {lane_id: pace(run, lane_id) for lane_id in run.parity}
    return {
        "reference": run.reference,
        "reference_mode": run.lanes[run.reference].mode,
        "lanes": {
            lane_id: {
                "mode": run.lanes[lane_id].mode,
                "turns": one.turns,
                "ratio": one.ratio,
                "low": one.low,
                "high": one.high,
                "verdict": str(one.verdict),
                "text": pace_text(one),
            }
            for lane_id, one in told.items()
        },
    }


def _compiling(run: Run) -> list[dict[str, Any]]:
    """What each compiled mode cost and brought, where there was a plain one to compare it with."""
    return [
        {
            "lane": lane.id,
            "mode": row.mode,
            "plain_mode": row.plain,
            "seconds": row.compile_seconds,
            "loading_seconds": row.loading_seconds,
            "ratio": row.gain.told.ratio,
            "low": row.gain.told.low,
            "high": row.gain.told.high,
            "turns": row.gain.told.turns,
            "compared": row.how,
            "verdict": str(row.gain.told.verdict),
            "paid_after_steps": row.steps,
        }
        for lane in run.lanes.values()
        for row in break_even(lane, run.pace[lane.id])
        if row.compared
    ]


def _cell(cell: CellState) -> dict[str, Any]:
    return {
        "id": cell.id,
        "subject": cell.subject,
        "framework": cell.framework or None,
        "device": cell.device,
        "mode": cell.mode or None,
        "status": cell.status if cell.status != RUNNING else PhaseName.STOPPED,
        "pid": cell.pid,
        "attempt": cell.attempt,
        "outcome": cell.outcome or None,
        "detail": cell.detail or None,
        "findings": [
            {"name": one.name, "value": one.value, "unit": one.unit}
            for one in cell.findings.values()
        ],
        "memory": _memory(cell),
        "notes": list(cell.notes),
        "error": cell.error or None,
    }


def _memory(worker: WorkerState) -> dict[str, Any]:
    return {
        "peak_rss_bytes": worker.peak_rss,
        "peak_uss_bytes": worker.peak_uss,
        "peak_device_bytes": worker.peak_device_bytes,
    }


def _lane(lane: LaneState) -> dict[str, Any]:
    times = spread_figures(lane.spread)
    last = lane.last_evaluation
    return {
        "id": lane.id,
        "framework": lane.framework,
        "version": lane.version or None,
        "device": lane.device,
        "device_name": lane.device_name or None,
        "mode": lane.mode,
        "status": lane.status if lane.status != RUNNING else str(PhaseName.STOPPED),
        "pid": lane.pid,
        "attempt": lane.attempt,
        "steps": lane.step,
        "learning_rate": lane.learning_rate,
        "batch_size": lane.batch_size,
        "parameters": lane.parameters,
        "threads": lane.threads,
        "loss": {"first": lane.first_loss, "last": lane.last_loss},
        "accuracy": last.accuracy if last else None,
        "test_loss": last.loss if last else None,
        "step_seconds": times
        | {"left_out": sum(lane.left_out.values()), "left_out_why": dict(lane.left_out)},
        "step_seconds_by_mode": {
            mode: spread_figures(spread) for mode, spread in lane.spreads.items()
        },
        "examples_per_second": lane.batch_size / times["median"] if times["median"] else None,
        "cpu_seconds_per_step": lane.recent_cpu_seconds,
        "seconds_to_first_step": lane.seconds_to_first_step,
        "lane_seconds": lane.lane_seconds,
        "compiles": [
            {
                "mode": compiled.mode,
                "step": compiled.step,
                "seconds": compiled.seconds,
                "trace_seconds": compiled.trace_seconds,
                "lower_seconds": compiled.lower_seconds,
                "backend_seconds": compiled.backend_seconds,
                "cached": compiled.cached,
                "programs": compiled.programs,
                "reason": compiled.reason,
            }
            for compiled in lane.compiles
        ],
        "compile_failures": [
            {"mode": failed.mode, "step": failed.step, "error": failed.error}
            for failed in lane.compile_failures
        ],
        "mode_changes": [
            {"step": change.step, "mode": change.mode, "seconds": change.seconds}
            for change in lane.mode_changes
        ],
        "setting_changes": [
            {
                "step": change.step,
                "learning_rate": change.learning_rate,
                "batch_size": change.batch_size,
            }
            for change in lane.setting_changes
        ],
        "memory": _memory(lane),
        "notes": list(lane.notes),
        "error": lane.error or None,
    }


def spread_figures(spread: Spread | None) -> dict[str, Any]:
    """Median, 90th and 99th percentile in seconds, and how many samples they stand on."""
    if spread is None:
        return {"median": None, "p90": None, "p99": None, "samples": 0}
    return {
        "median": spread.quantile(0.5),
        "p90": spread.quantile(0.9),
        "p99": spread.quantile(0.99),
        "samples": spread.samples,
    }
