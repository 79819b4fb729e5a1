"""From one lane's state to what its detail shows: pure functions to plain view data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from engines.device import core_ranges
from engines.phases import ENDED, PhaseName
from engines.run.break_even import break_even
from engines.run.series import Series
from engines.run.spread import Spread
from tui.views.race_view import own_label
from widgets.chart import Curve
from widgets.compile_rows import CompilesView
from widgets.fact_rows import FactsView
from widgets.lane_fields import Field
from widgets.phase_rows import PhasesView
from widgets.quantities import NA, bytes_text, count_text, elapsed_text, seconds_text
from widgets.step_time_rows import ModeRow, StepTimesView

if TYPE_CHECKING:
    from engines.run.lane_state import LaneState
    from engines.run.pace import Pace

MIB = 1 << 20


def phases_view(lane: LaneState, now: float, accent: int) -> PhasesView:
    """Where the lane's time went until `now` seconds, or until it ended."""
    known = list(lane.phases)
    if len(known) < (lane.phases.maxlen or 0):
        known.insert(0, (str(PhaseName.STARTING), lane.started_at))
    running = lane.phase not in ENDED
    end = max(now, lane.phase_since) if running else lane.phase_since
    names = tuple(name for name, _ in known if name not in ENDED)
    edges = np.array([at for name, at in known if name not in ENDED] + [end])
    seconds = {
        name: took for name, took in lane.phase_seconds.items() if name not in ENDED and took > 0
    }
    if running:
        seconds[lane.phase] = seconds.get(lane.phase, 0.0) + end - lane.phase_since
    return PhasesView(
        accent=accent,
        edges=np.maximum.accumulate(edges),
        names=names,
        seconds=seconds,
        running=lane.phase if running else "",
        device_seconds=lane.lane_seconds or None,
    )


def compiles_view(lane: LaneState) -> CompilesView:
    """All compilations, failures and changes of mode."""
    return CompilesView(
        compiles=tuple(lane.compiles),
        failures=tuple(lane.compile_failures),
        changes=tuple(lane.mode_changes),
        recompiles=len(lane.compiles) - len({done.mode for done in lane.compiles}),
        seconds=lane.compile_seconds,
    )


def step_times_view(lane: LaneState, turns: Pace) -> StepTimesView:
    """How clean step times are spread in each mode, and what compiling has won, from its turns."""
    return StepTimesView(
        modes=tuple(
            ModeRow(
                mode=mode,
                present=mode == lane.mode_label,
                median=spread.median(),
                p90=spread.upper_quantile(0.9),
                p99=spread.upper_quantile(0.99),
                samples=spread.samples,
            )
            for mode, spread in lane.spreads.items()
        ),
        left_out=tuple(sorted(lane.left_out.items())),
        break_even=break_even(lane, turns),
    )


def shown_spread(lane: LaneState) -> tuple[str, Spread]:
    """The mode whose histogram is shown: the present one, or the last that has samples."""
    mode = lane.mode_label
    if mode in lane.spreads or not lane.spreads:
        return mode, lane.spreads.get(mode) or Spread()
    return next(reversed(lane.spreads.items()))


def facts_view(lane: LaneState) -> FactsView:
    """What the worker runs on, and the memory that it holds."""
    process, allocator = lane.process, lane.allocator
    cores = f"{core_ranges(lane.cores)} ({len(lane.cores)})" if lane.cores else NA
    device = f"{lane.device} · {lane.device_name or NA}"
    percent = process.cpu_percent if process else None
    return FactsView(
        long=(
            *(Field("note", text, "warning") for text in lane.notes),
            Field("version", f"{lane.framework} {lane.version}" if lane.version else NA),
            Field("device", lane.device if lane.device_name == lane.device else device),
        ),
        short=(
            Field("pid", str(lane.pid) if lane.pid is not None else NA),
            Field("attempt", str(lane.attempt) if lane.attempt else NA),
            Field("started at", elapsed_text(lane.started_at) if lane.attempt else NA),
            Field("first step", seconds_text(lane.seconds_to_first_step)),
            Field("cores", cores),
            Field("threads", count_text(lane.threads)),
            Field("parameters", count_text(lane.parameters)),
            Field("cpu use", f"{percent:.0f} %" if percent is not None else NA),
            Field("RSS", bytes_text(process.rss if process else None)),
            Field("RSS peak", bytes_text(lane.peak_rss)),
            Field(own_label(lane), bytes_text(lane.own_bytes)),
            Field(f"{own_label(lane)} peak", bytes_text(lane.peak_own)),
            Field("GPU (driver)", bytes_text(process.gpu_bytes if process else None)),
            Field("allocated", bytes_text(allocator.used if allocator else None)),
            Field("allocated peak", bytes_text(allocator.peak if allocator else None)),
            Field("reserved", bytes_text(allocator.reserved if allocator else None)),
        ),
    )


def memory_curves(lane: LaneState, marker: str, accent: int) -> tuple[Curve, ...]:
    """Memory in MiB by wall time: RSS, and GPU memory where the lane holds any; none unsampled."""
    curves = [memory_curve(lane.rss, "RSS", marker, accent)] if len(lane.rss) else []
    if len(lane.gpu_memory):
        gpu = memory_curve(lane.gpu_memory, "GPU", "G" if marker != "G" else "g", accent)
        curves.append(replace(gpu, texture="dashed"))
    return tuple(curves)


def memory_curve(series: Series, label: str, marker: str, accent: int) -> Curve:
    """A series of bytes in MiB by wall time."""
    wide = series.width > 1
    return Curve(
        x=series.x("wall").copy(),
        y=series.mean / MIB,
        low=series.low / MIB if wide else None,
        high=series.high / MIB if wide else None,
        label=label,
        marker=marker,
        accent=accent,
        points_per_value=float(series.width),
    )
