"""Events as rows of tidy tables, a batch at a time: memory does not grow with the run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engines.events import (
    AnyEvent,
    Built,
    Compiled,
    CompileFailed,
    Crashed,
    DeviceMemory,
    Evaluated,
    GpuSampled,
    Header,
    Marked,
    ModeChanged,
    Noted,
    Phase,
    ProcessSampled,
    ScheduleChanged,
    SettingsChanged,
    Started,
    Steps,
)
from engines.export.columns import TABLES, schema
from engines.optimization import rate_factor
from engines.progress import LaneProgress
from engines.step_arrays import step_arrays

if TYPE_CHECKING:
    import pyarrow

BATCH = 1 << 16
"""Rows of a batch, about."""


class Tables:
    """Follows a run; `batches` gives what was collected as (table, Arrow batch)."""

    def __init__(self, header: Header) -> None:
        self._optimization = header.recipe.optimization if header.recipe else None
        self._run = header.id
        self._frameworks = {spec.id: spec.framework for spec in header.lanes}
        self._lanes = {spec.id: LaneProgress.asked(header, spec) for spec in header.lanes}
        self._chunks = dict.fromkeys(self._lanes, 0)
        """Lane -> chunks of the attempt so far."""
        self._rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self._steps: list[pyarrow.RecordBatch] = []
        self._step_rows = 0
        self._schemas = {table: schema(table) for table in TABLES}

    def follow(self, events: Iterable[AnyEvent]) -> Iterator[tuple[str, pyarrow.RecordBatch]]:
        """All batches of a run, in the order of the events within each table."""
        for event in events:
            self.add(event)
            if self._step_rows >= BATCH or any(len(rows) >= BATCH for rows in self._rows.values()):
                yield from self.batches()
        yield from self.batches()

    def add(self, event: AnyEvent) -> None:
        """Take one event; those of lanes that the header does not name are passed over."""
        if isinstance(event, GpuSampled):
            self._add_gpu(event)
        elif isinstance(event, Marked):
            self._happened(event, None, "marked", event.text)
        elif isinstance(event, ScheduleChanged):
            self._happened(event, None, "schedule_changed", event.schedule)
        elif event.lane in self._lanes:
            self._add_of_lane(event, self._lanes[event.lane])

    def batches(self) -> Iterator[tuple[str, pyarrow.RecordBatch]]:
        """What was collected since the last call."""
        import pyarrow

        if self._steps:
            yield "steps", pyarrow.concat_batches(self._steps)
            self._steps, self._step_rows = [], 0
        for table, rows in self._rows.items():
            if rows:
                told = [{"run": self._run} | row for row in rows]
                yield table, pyarrow.RecordBatch.from_pylist(told, schema=self._schemas[table])
        self._rows.clear()

    def _add_of_lane(self, event: AnyEvent, lane: LaneProgress) -> None:
        lane.apply(event)
        where = {"lane": event.lane, "attempt": _attempt(lane)}
        match event:
            case Steps():
                self._add_steps(event, lane)
            case Started():
                self._chunks[event.lane] = 0
                self._happened(event, lane, "started", f"{event.device}+{event.mode}")
            case Phase():
                self._happened(event, lane, "phase", event.phase, detail=event.detail or None)
            case Built():
                self._add_built(event, lane, where)
            case ModeChanged():
                self._happened(event, lane, "mode_changed", event.mode)
            case SettingsChanged():
                now = {"learning_rate": event.learning_rate, "batch_size": event.batch_size}
                self._happened(event, lane, "settings_changed", "", **now)
            case CompileFailed():
                text = f"{event.what}: {event.error}"
                self._happened(event, lane, "compile_failed", text)
            case Noted():
                self._happened(event, lane, "noted", event.text)
            case Crashed():
                self._happened(event, lane, "crashed", event.reason)
            case Compiled():
                self._rows["compiles"].append(where | _fields(event, "compiles"))
            case Evaluated():
                self._rows["evaluations"].append(where | _fields(event, "evaluations"))
            case ProcessSampled():
                self._rows["memory"].append(
                    where
                    | {
                        "step": lane.step,
                        "wall_seconds": event.at,
                        "rss_bytes": event.rss,
                        "own_bytes": event.own,
                        "uss_bytes": event.uss,
                        "cpu_percent": event.cpu_percent,
                        "driver_gpu_bytes": event.gpu_bytes,
                    }
                )
            case DeviceMemory():
                self._rows["memory"].append(
                    where
                    | {
                        "step": lane.step,
                        "wall_seconds": event.at,
                        "allocator_used_bytes": event.used,
                        "allocator_peak_bytes": event.peak,
                        "allocator_reserved_bytes": event.reserved,
                    }
                )

    def _add_built(self, event: Built, lane: LaneProgress, where: dict[str, Any]) -> None:
        self._rows["lanes"].append(
            where
            | {
                "wall_seconds": event.at,
                "framework": self._frameworks[event.lane],
                "version": event.version or None,
                "device": lane.device,
                "device_name": event.device_name or None,
                "first_mode": lane.mode,
                "parameters": event.parameters,
                "threads": event.threads,
                "cores": ",".join(map(str, event.cores)) or None,
            }
        )

    def _add_gpu(self, event: GpuSampled) -> None:
        self._rows["gpus"].append(
            {
                "device": event.device,
                "wall_seconds": event.at,
                "used_bytes": event.used,
                "total_bytes": event.total,
                "utilisation_percent": event.utilisation,
                "power_watts": event.watts,
                "temperature_celsius": event.celsius,
            }
        )

    def _happened(
        self, event: AnyEvent, lane: LaneProgress | None, what: str, text: str, **more: Any
    ) -> None:
        self._rows["happenings"].append(
            {
                "wall_seconds": event.at,
                "lane": event.lane,
                "attempt": _attempt(lane) if lane else None,
                "step": getattr(event, "step", lane.step if lane else None),
                "what": what,
                "text": text,
                **more,
            }
        )

    def _add_steps(self, event: Steps, lane: LaneProgress) -> None:
        import pyarrow

        told = step_arrays([event])
        total = len(event.losses)
        each = told.step_seconds
        rates = np.full(len(each), np.nan)
        np.divide(lane.batch_size, each, out=rates, where=told.clean & (each > 0))

        def same(value: Any) -> Any:
            return pyarrow.repeat(pyarrow.scalar(value), total)

        def rate() -> Any:
            return pyarrow.array(told.of_each_step(_exact(rates, 3)), from_pandas=True)

        made = {
            "run": same(self._run),
            "lane": same(event.lane),
            "attempt": same(_attempt(lane)),
            "step": told.steps.astype(np.int64),
            "loss": pyarrow.array(event.losses, pyarrow.float64()),
            "lane_seconds": _exact(told.lane_at),
            "wall_seconds": _exact(told.wall_at),
            "step_seconds": _exact(told.of_each_step(each)),
            "cpu_seconds": _exact(told.of_each_step(told.cpu_step_seconds)),
            "chunk": told.of_each_step(self._chunks[event.lane] + 1 + np.arange(len(each))),
            "chunk_steps": told.of_each_step(told.counts),
            "left_out": pyarrow.array(
                [chunk.left_out or None for chunk in event.chunks() for _ in range(chunk.size)],
                pyarrow.string(),
            ),
            "mode": same(lane.mode),
            "device": same(lane.device),
            "batch_size": same(lane.batch_size),
            "learning_rate": self._rates(lane, told.steps),
            "examples_per_second": rate(),
        }
        order = self._schemas["steps"]
        arrays = [pyarrow.array(made[field.name], field.type) for field in order]
        self._steps.append(pyarrow.RecordBatch.from_arrays(arrays, schema=order))
        self._step_rows += total
        self._chunks[event.lane] += len(each)

    def _rates(self, lane: LaneProgress, steps: Any) -> Any:
        """The learning rate of each step; a lane's own is what a schedule multiplies."""
        rates = np.full(len(steps), lane.learning_rate)
        if self._optimization is not None and self._optimization.scheduled:
            rates *= rate_factor(self._optimization, steps - 1, np)
        return rates


def _attempt(lane: LaneProgress) -> int:
    """Which start of the worker; what is told before the first belongs to it."""
    return max(1, lane.attempt)


def _exact(values: NDArray[np.float64], digits: int = 9) -> NDArray[np.float64]:
    """To the nanosecond: further digits of a division are not measured, and make files larger."""
    return np.round(values, digits)


def _fields(event: Compiled | Evaluated, table: str) -> dict[str, Any]:
    """The event's own fields that are columns too."""
    names = [column.name for column in TABLES[table] if hasattr(event, column.name)]
    return {name: getattr(event, name) for name in names} | {"wall_seconds": event.at}
