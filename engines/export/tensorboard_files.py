"""A run as TensorBoard event files: a TensorBoard run for each lane, written as events come.

Steps are the lane's, wall times are the real ones: the start in the header plus the event's `at`.
"""

from __future__ import annotations

import contextlib
import math
import re
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from engines.errors import RunError
from engines.events import (
    AnyEvent,
    Compiled,
    CompileFailed,
    Crashed,
    DeviceMemory,
    Evaluated,
    GpuSampled,
    Header,
    Marked,
    ModeChanged,
    Phase,
    ProcessSampled,
    ScheduleChanged,
    SettingsChanged,
    Started,
    Steps,
)
from engines.export.tensorboard_records import Records, tensorboardx
from engines.optimization import OPTIMIZER_SETTINGS
from engines.phases import PhaseName
from engines.progress import LaneProgress
from engines.recipe import LaneSpec
from engines.run.spread import Spread

MIB = 2**20
MEDIAN = "time/step_seconds_median"
"""The median of the last mode's step times, written once at the end."""
METRICS = ("loss/train", "loss/test", "accuracy/test", MEDIAN)
"""What the hyperparameters page shows beside them: the last value of each."""


def folder_name(text: str) -> str:
    """A run's or a lane's id as the name of a folder, and nothing that leads elsewhere."""
    return re.sub(r"[^\w@+.-]", "_", text)[:100].lstrip(".") or "_"


def lane_folders(header: Header) -> dict[str, str]:
    """Lane -> folder of its TensorBoard run."""
    folders: dict[str, str] = {}
    for spec in header.lanes:
        name = folder_name(spec.id)
        while name in folders.values():
            name += "_"
        folders[spec.id] = name
    return folders


class TensorBoardFiles:
    """The event files of all lanes; `gpus` has those of the devices, if any was seen."""

    def __init__(self, folder: Path, header: Header) -> None:
        """Create a file for each lane.

        Raises:
            OSError: If one cannot be written.
            RunError: If the header does not say when the run started.
        """
        try:
            self._origin = datetime.fromisoformat(header.started_at).timestamp()
        except ValueError as error:
            raise RunError(f"The run does not say when it started: {header.started_at}.") from error
        self._folder = folder
        self._header = header
        self._folders = lane_folders(header)
        self._files: dict[str, Records] = {}
        self._gpus: dict[str, Records] = {}
        self._lanes = {spec.id: LaneProgress.asked(header, spec) for spec in header.lanes}
        self._ends: dict[str, Any] = {}
        """Lane -> the summary that ends its hyperparameters."""
        self._last: dict[str, tuple[int, float]] = {}
        """Lane -> its last step, and when it was said."""
        self._times: dict[str, Spread] = {}
        """Lane -> its step times in the present mode at the present batch size."""
        for spec in header.lanes:
            self._open(spec, self._folders[spec.id])

    def write(self, event: AnyEvent) -> None:
        """Write what there is to say of an event; raises `OSError` if that fails."""
        at = self._origin + event.at
        if isinstance(event, GpuSampled):
            self._write_gpu(event, at)
        elif isinstance(event, Marked | ScheduleChanged):
            text = event.text if isinstance(event, Marked) else f"schedule {event.schedule}"
            for lane, records in self._files.items():
                records.text(self._lanes[lane].step, at, "happenings", _plain(text))
        elif event.lane in self._files:
            self._write_lane(event, at)

    def flush(self) -> None:
        """Bring what was written to the disk."""
        for records in (*self._files.values(), *self._gpus.values()):
            records.flush()

    def close(self) -> None:
        """Close all files; raises `OSError` if one fails, after trying all."""
        failed: OSError | None = None
        for lane in self._files:
            try:
                self._write_median(lane)
            except OSError as error:
                failed = error
        for records in (*self._files.values(), *self._gpus.values()):
            try:
                records.close()
            except OSError as error:
                failed = error
        self._files, self._gpus = {}, {}
        if failed is not None:
            raise failed

    def __enter__(self) -> TensorBoardFiles:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
        else:
            with contextlib.suppress(OSError):
                self.close()

    def _open(self, spec: LaneSpec, folder: str) -> None:
        records = self._files[spec.id] = Records(self._folder / folder, self._origin)
        lane, recipe = self._lanes[spec.id], self._header.training
        chosen: dict[str, Any] = {
            "workload": recipe.workload,
            "framework": spec.framework,
            "device": lane.device,
            # They are written at the start: a lane may end in another.
            "first_mode": lane.mode,
            "optimizer": recipe.optimizer,
            "learning_rate": lane.learning_rate,
            **{
                name: value
                for name in OPTIMIZER_SETTINGS
                if (value := getattr(recipe, name)) is not None
            },
            "batch_size": lane.batch_size,
            # Some older log has one that the files have no room for.
            "seed": recipe.seed if recipe.seed < 2**63 else str(recipe.seed),
            "precision": recipe.precision,
            "schedule": recipe.schedule,
        }
        hparams = tensorboardx("summary").hparams
        experiment, begin, self._ends[spec.id] = hparams(chosen, dict.fromkeys(METRICS, 0.0))
        records.summary(0, self._origin, experiment)
        records.summary(0, self._origin, begin)

    def _begin_anew(self, event: Started) -> None:
        """Steps begin again at 1, which is another run to TensorBoard."""
        spec = next(spec for spec in self._header.lanes if spec.id == event.lane)
        self._files[event.lane].close()
        self._open(spec, f"{self._folders[event.lane]}-attempt-{event.attempt}")

    def _write_gpu(self, event: GpuSampled, at: float) -> None:
        name = re.sub(r"[^\w-]", "_", event.device)[:40]
        if name not in self._gpus:
            self._gpus[name] = Records(self._folder / f"gpu-{name}", self._origin)
        # Whole seconds stand where other runs have steps: a device takes none.
        self._gpus[name].scalars(
            max(0, int(event.at)),
            at,
            {
                "gpu/used_mib": None if event.used is None else event.used / MIB,
                "gpu/utilisation_percent": event.utilisation,
                "gpu/power_watts": event.watts,
                "gpu/temperature_celsius": event.celsius,
            },
        )

    def _write_lane(self, event: AnyEvent, at: float) -> None:
        lane = self._lanes[event.lane]
        before = lane.mode, lane.batch_size, lane.attempt
        if isinstance(event, Started) and event.attempt > 1:
            self._write_median(event.lane)
        lane.apply(event)
        if before != (lane.mode, lane.batch_size, lane.attempt):
            self._times.pop(event.lane, None)
        if isinstance(event, Started) and event.attempt > 1:
            self._begin_anew(event)
        records = self._files[event.lane]
        match event:
            case Steps():
                self._last[event.lane] = (event.last, at)
                self._write_steps(event, lane.batch_size, records)
            case Compiled():
                _write_compile(event, at, records)
            case Evaluated():
                figures = {"loss/test": event.loss, "accuracy/test": event.accuracy}
                records.scalars(event.step, at, figures)
            case ProcessSampled():
                records.scalars(
                    lane.step,
                    at,
                    {
                        "memory/rss_mib": _mib(event.rss),
                        "memory/own_mib": _mib(event.own),
                        "memory/uss_mib": _mib(event.uss),
                        "memory/driver_gpu_mib": _mib(event.gpu_bytes),
                        "process/cpu_percent": event.cpu_percent,
                    },
                )
            case DeviceMemory():
                records.scalars(
                    lane.step,
                    at,
                    {
                        "memory/allocator_used_mib": _mib(event.used),
                        "memory/allocator_peak_mib": _mib(event.peak),
                        "memory/allocator_reserved_mib": _mib(event.reserved),
                    },
                )
            case SettingsChanged():
                changed = {
                    "settings/learning_rate": event.learning_rate,
                    "settings/batch_size": event.batch_size,
                }
                records.scalars(event.step, at, changed)
            case ModeChanged():
                text = f"mode {event.previous} to {event.mode}, in {event.seconds:.3f} s"
                records.text(event.step, at, "happenings", _plain(text))
            case CompileFailed():
                text = f"{event.what}: {event.error}"
                records.text(event.step, at, "happenings", _plain(text))
            case Crashed():
                records.text(lane.step, at, "happenings", _plain(f"crashed: {event.reason}"))
            case Phase(phase=PhaseName.FINISHED):
                records.summary(0, at, self._ends[event.lane])

    def _write_median(self, lane: str) -> None:
        """What a lane's steps took in its last mode, at its last step."""
        times = self._times.pop(lane, None)
        if times is not None and (median := times.median()) is not None:
            step, at = self._last[lane]
            self._files[lane].scalars(step, at, {MEDIAN: median})

    def _write_steps(self, event: Steps, batch_size: int, records: Records) -> None:
        losses = iter(event.losses)
        clean = [chunk.step_seconds for chunk in event.chunks() if not chunk.left_out]
        self._times.setdefault(event.lane, Spread()).add(np.array(clean))
        for chunk in event.chunks():
            for step in range(chunk.first, chunk.last + 1):
                loss = next(losses)
                values: dict[str, float | None] = {"loss/train": math.nan if loss is None else loss}
                if step == chunk.last:
                    values["time/lane_seconds"] = chunk.lane_end
                    if not chunk.left_out:
                        each = chunk.step_seconds
                        values["time/step_seconds"] = each
                        values["time/examples_per_second"] = batch_size / each if each else None
                records.scalars(step, self._origin + chunk.wall_at(step), values)


def _write_compile(event: Compiled, at: float, records: Records) -> None:
    parts = {
        "compile/seconds": event.seconds,
        "compile/trace_seconds": event.trace_seconds,
        "compile/lower_seconds": event.lower_seconds,
        "compile/backend_seconds": event.backend_seconds,
    }
    records.scalars(event.step, at, parts)
    cache = {True: "cached", False: "cold", None: "cache n/a"}[event.cached]
    programs = f"{event.programs} program" + ("s" if event.programs != 1 else "")
    text = f"{event.mode}: {event.seconds:.3f} s, {cache}, {programs}. {event.reason}"
    records.text(event.step, at, "compile", _plain(text))


def _mib(count: int | None) -> float | None:
    return None if count is None else count / MIB


def _plain(text: str) -> str:
    """TensorBoard reads texts as Markdown: what a run says is not meant so."""
    return re.sub(r"([\\`*_{}\[\]()#+!|<>~-])", r"\\\1", text)
