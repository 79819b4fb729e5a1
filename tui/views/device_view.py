"""From run and machine to what the devices screen shows: pure functions to plain view data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from engines.device import Machine, core_ranges, parse_device
from engines.errors import RunError, UsageError
from engines.phases import RUNNING
from widgets.device_rows import DeviceRow, DevicesView, LaneMark, LaneOnDevice

if TYPE_CHECKING:
    from engines.run.lane_state import LaneState
    from engines.run.run import Run
    from widgets.lane_view import LaneView


def devices_view(run: Run, machine: Machine, markers: Mapping[str, str]) -> DevicesView:
    """GPUs, then all cores that lanes may use together, then each core."""

    def marks(lanes: Iterable[LaneState]) -> tuple[LaneMark, ...]:
        return tuple(LaneMark(markers[one.id], one.id, run.accents[one.id]) for one in lanes)

    lanes = [lane for lane in run.lanes.values() if lane.status == RUNNING]
    rows = []
    for gpu in machine.gpus:
        seen = run.gpus.get(gpu.name)
        total = seen.total if seen is not None and seen.total is not None else gpu.memory_bytes
        rows.append(
            DeviceRow(
                name=gpu.name,
                what=gpu.model,
                lanes=marks(one for one in lanes if lane_gpu(one, machine) == gpu.name),
                is_gpu=True,
                used_bytes=seen.used if seen else None,
                total_bytes=total,
                utilisation=seen.utilisation if seen else None,
                watts=seen.watts if seen else None,
                celsius=seen.celsius if seen else None,
            )
        )
    seen_cores = run.cores
    busy = dict(zip(seen_cores.cores, seen_cores.busy, strict=False)) if seen_cores else {}
    count = len(machine.lane_cores)
    whole = f"{machine.cpu_model}, {count} core{'s' if count > 1 else ''} for lanes"
    known = [busy[core] for core in machine.lane_cores if core in busy]
    rows.append(
        DeviceRow(
            "cpu",
            whole,
            marks(one for one in lanes if one.device == "cpu"),
            busy=sum(known) / len(known) if known else None,
        )
    )
    rows += [
        DeviceRow(
            name=f"cpu:{core}",
            what=core_owner(core, machine),
            lanes=marks(one for one in lanes if core in lane_cores(one, machine)),
            busy=busy.get(core),
        )
        for core in machine.cores
    ]
    used = seen_cores.memory_used if seen_cores else None
    notes = [f"{one.name} cannot be used: {one.reason}" for one in machine.lost_gpus]
    if machine.gpus_hidden:
        notes.append(machine.gpus_hidden)
    told = (*(notes if machine.gpus else ()), *machine.limits)
    return DevicesView(tuple(rows), 0, machine.gpu_note, machine.memory_bytes, used, told)


def core_owner(core: int, machine: Machine) -> str:
    """Whether a core belongs to the dashboard, to lanes, or to both."""
    if core not in machine.dashboard_cores:
        return "lanes"
    return "dashboard and lanes" if core in machine.lane_cores else "dashboard"


def lane_cores(lane: LaneState, machine: Machine) -> tuple[int, ...]:
    """The cores that a lane runs on: as its worker said, or as its device names them."""
    if lane.cores:
        return lane.cores
    try:
        return parse_device(lane.device, machine).cores
    except (UsageError, RunError):
        return ()


def lane_gpu(lane: LaneState, machine: Machine) -> str:
    """The GPU that a lane runs on by name, empty if on none of this machine's."""
    try:
        gpu = parse_device(lane.device, machine).gpu
    except (UsageError, RunError):
        return ""
    return gpu.name if gpu else ""


def lane_row(lane: LaneState, view: LaneView, machine: Machine, *, selected: bool) -> LaneOnDevice:
    """Where a lane runs and what its worker uses; one that has ended uses nothing any more."""
    if lane.status != RUNNING:
        view = replace(view, rss_bytes=None, own_bytes=None, device_bytes=None, cpu_percent=None)
        return LaneOnDevice(view, "", selected)
    return LaneOnDevice(view, core_ranges(lane_cores(lane, machine)), selected)
