"""What a run comes to, as data: the JSON document and the table's rows, from `Run` alone."""

from __future__ import annotations

from typing import Any

import msgspec

from engines.events import Compiled
from engines.phases import RUNNING, PhaseName
from engines.recipe import Recipe
from engines.run.break_even import break_even
from engines.run.chance import any_by_chance
from engines.run.conclusions import conclusions, pace
from engines.run.lane_state import LaneState
from engines.run.mode_paces import mode_paces
from engines.run.pace_words import pace_text
from engines.run.run import Run
from engines.run.same_work import alike_within, same_work
from engines.run.spread import Spread
from engines.run.worker_state import WorkerState
from engines.study.cell_state import CellState

SUMMARY_SCHEMA = 1


def summarise(run: Run, log: str | None) -> dict[str, Any]:
    """The summary document; `log` is where the run log lies. Figures not measured are None.

    Of parity, `steps_by_lane` has how many steps of each lane were compared with the reference's, and
    `steps` the least of those that are not 0: over so many all such lanes were; `expected` is false
    where lanes draw random numbers of their own. Where a loss was not finite, and only there, its lane
    has `not_finite`, and parity has `failed` in place of a largest difference: from which step on, and
    why. Of the pace, `ratio` is a lane's step time over the reference's, turn by turn, `low` and `high`
    hold it with 95 %, in the modes of the end; `by_modes` has the same of each pair of modes that had
    enough turns together. A run that measures a study has `cells`, and nothing of these.
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
    failed = {
        lane_id: {
            "step": difference.failed_at,
            "reason": difference.failure(lane_id, run.reference),
        }
        for lane_id, difference in run.parity.items()
        if difference.failed_at is not None
    }
    compared = [difference for difference in run.parity.values() if difference.steps]
    return {
        "reference": run.reference,
        "steps": min((difference.steps for difference in compared), default=0),
        "expected": not any_by_chance(run),
        "same_within": alike_within(run),
        "steps_by_lane": {lane_id: difference.steps for lane_id, difference in run.parity.items()},
        "max_abs_loss_difference": {
            lane_id: difference.largest if difference.failed_at is None else None
            for lane_id, difference in run.parity.items()
        },
        "verdict_by_lane": {lane_id: str(same_work(run, lane_id)) for lane_id in run.parity},
    } | ({"failed": failed} if failed else {})


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
                "by_modes": [
                    {
                        "mode": each.mode,
                        "reference_mode": each.reference_mode,
                        "turns": each.told.turns,
                        "ratio": each.told.ratio,
                        "low": each.told.low,
                        "high": each.told.high,
                        "verdict": str(each.told.verdict),
                        "text": each.text,
                    }
                    for each in mode_paces(run, lane_id)
                ],
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
        "version": cell.version or None,
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
    """Peaks in bytes; of logs that measured USS, the peak of that."""
    return {
        "peak_rss_bytes": worker.peak_rss,
        f"peak_{worker.own_measure.lower()}_bytes": worker.peak_own,
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
        "mode_label": lane.mode_label,
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
        "metrics": last.metrics if last else {},
        "test_loss": last.loss if last else None,
        "test_loss_lowest": {"loss": lane.test_course.lowest, "step": lane.test_course.lowest_step},
        "test_loss_turned_up": lane.test_course.turned,
        "draws_random_numbers": lane.draws,
        "evaluation": {
            "seconds": last.seconds if last else None,
            "compiled_programs": lane.evaluation_compiles,
            "compile_seconds": lane.evaluation_compile_seconds,
        },
        "step_seconds": times
        | {"left_out": sum(lane.left_out.values()), "left_out_why": dict(lane.left_out)},
        "step_seconds_by_mode": {
            mode: spread_figures(spread) for mode, spread in lane.spreads.items()
        },
        "examples_per_second": lane.batch_size / times["median"] if times["median"] else None,
        "cpu_seconds_per_step": lane.cpu_spreads[lane.mode_label].median()
        if lane.mode_label in lane.cpu_spreads
        else None,
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
                **_graphs(compiled),
            }
            for compiled in lane.compiles
        ],
        "graphs": _graphs(lane.in_graphs) if lane.in_graphs else None,
        "compile_failures": [
            {
                "mode": failed.mode,
                "fallback": failed.fallback,
                "gave_up": failed.gave_up,
                "step": failed.step,
                "seconds": failed.seconds,
                "error": failed.error,
            }
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
    } | ({"not_finite": _not_finite(lane)} if lane.diverged else {})


def _not_finite(lane: LaneState) -> dict[str, Any]:
    """Which losses of a lane were no numbers: JSON has only null for them."""
    return {
        "first_step": lane.not_finite_from,
        "steps": lane.loss.bad,
        "last": lane.step > 0 and lane.last_loss is None,
        "test_loss": lane.last_evaluation is not None and lane.last_evaluation.loss is None,
    }


def _graphs(compiled: Compiled) -> dict[str, Any]:
    """What was compiled as graphs; None where there is no such thing."""
    return {
        "graphs": compiled.graphs,
        "breaks": compiled.breaks,
        "broken_at": [msgspec.structs.asdict(place) for place in compiled.broken_at],
        "uncompiled": list(compiled.uncompiled),
        "in_graphs": compiled.in_graphs or None,
    }


def spread_figures(spread: Spread | None) -> dict[str, Any]:
    """Median, 90th and 99th percentile in seconds, and how many samples they stand on.

    A percentile is None where so few samples have none but their largest.
    """
    if spread is None:
        return {"median": None, "p90": None, "p99": None, "samples": 0}
    return {
        "median": spread.median(),
        "p90": spread.upper_quantile(0.9),
        "p99": spread.upper_quantile(0.99),
        "samples": spread.samples,
    }
