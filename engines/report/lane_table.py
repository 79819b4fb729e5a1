"""The table of everything: the lanes of a run side by side, a row a quantity."""

from __future__ import annotations

from typing import Any

from engines.phases import RUNNING
from engines.report.bootstrap import Interval
from engines.report.document import NA, ColumnHead, Table
from engines.report.figures import (
    bounds,
    figure,
    loss,
    mebibytes,
    milliseconds,
    reasons,
    share,
    whole,
)
from engines.report.reading import RunReading
from engines.runlog.writing import Writing


def lane_table(reading: RunReading, summary: dict[str, Any]) -> Table:
    """All figures of all lanes; `summary` is that of the same run."""
    lanes = summary["lanes"]
    parity = summary["parity"]["max_abs_loss_difference"]
    columns = [_column(reading, lane, parity) for lane in lanes]
    names = list(columns[0])
    rows = tuple((name, *(column[name] for column in columns)) for name in names)
    heads = (ColumnHead("quantity"), *(ColumnHead(lane["id"], numeric=True) for lane in lanes))
    return Table(
        heads,
        rows,
        note="Step times are those of the last mode at the last batch size. Intervals hold the "
        "median with 95 %.",
    )


def _column(reading: RunReading, lane: dict[str, Any], parity: dict[str, Any]) -> dict[str, str]:
    times, memory = lane["step_seconds"], lane["memory"]
    timed = reading.timed_now(lane["id"])
    within = timed.interval if timed else None
    samples = times["samples"]
    return {
        "framework": f"{lane['framework']} {lane['version'] or NA}",
        "device": f"{lane['device']} ({_device_name(reading, lane)})",
        "mode": lane["mode_label"],
        "status": _status(reading, lane),
        "steps": whole(lane["steps"]),
        "parameters": whole(lane["parameters"]),
        "batch size": whole(lane["batch_size"]),
        "learning rate": figure(lane["learning_rate"], "g"),
        "loss, first": loss(lane["loss"]["first"]),
        "loss, last": loss(reading.run.lanes[lane["id"]].loss_now),
        "test loss, last": loss(reading.run.lanes[lane["id"]].test_loss),
        "accuracy, last": share(lane["accuracy"]),
        "parity to the reference": _parity(reading, lane["id"], parity),
        "step, median (ms)": milliseconds(times["median"]),
        "95 % interval (ms)": bounds(within, ",.3f", 1000),
        "step, 90th percentile (ms)": milliseconds(times["p90"]),
        "step, 99th percentile (ms)": milliseconds(times["p99"]),
        "examples a second": figure(lane["examples_per_second"], ",.0f"),
        "95 % interval (1/s)": bounds(_rates(within, lane["batch_size"]), ",.0f"),
        "clean samples (chunks)": whole(samples) if samples else NA,
        "chunks left out, all modes": reasons(times["left_out_why"]) if lane["steps"] else NA,
        "CPU time a step (ms)": milliseconds(lane["cpu_seconds_per_step"]),
        "seconds to the first step": figure(lane["seconds_to_first_step"], ",.2f"),
        "lane time (s)": figure(lane["lane_seconds"] if lane["steps"] else None, ",.2f"),
        "compiling, all (s)": _compiles(lane),
        "graphs of the step": (lane["graphs"] or {}).get("in_graphs") or NA,
        f"peak {reading.own_memory} (MiB)": mebibytes(reading.run.lanes[lane["id"]].peak_own),
        "peak RSS (MiB)": mebibytes(memory["peak_rss_bytes"]),
        "peak device memory (MiB)": mebibytes(memory["peak_device_bytes"]),
        "CPU threads": whole(lane["threads"]),
        "worker starts": whole(lane["attempt"]) if lane["attempt"] else NA,
    }


def _device_name(reading: RunReading, lane: dict[str, Any]) -> str:
    """What the device is called; frameworks call every processor cpu, its name is the host's."""
    name = lane["device_name"]
    if name and name.lower() == "cpu":
        return str(reading.header.host.get("cpu") or name)
    return name or NA


def _status(reading: RunReading, lane: dict[str, Any]) -> str:
    state = reading.run.lanes[lane["id"]]
    if state.status != RUNNING:
        return state.status
    told = {Writing.GOES_ON: "still running", Writing.ENDED: "cut off"}
    return f"{state.phase}, {told.get(reading.writing, 'cut off or still running')}"


def _parity(reading: RunReading, lane: str, parity: dict[str, Any]) -> str:
    if lane == reading.run.reference:
        return "reference"
    difference = reading.run.parity[lane]
    if difference.failed_at is not None:
        return difference.failure(lane, reading.run.reference)
    largest = parity[lane]
    if largest is None:
        return NA
    return f"{largest:.2g} at step {difference.at_step:,}"


def _rates(within: Interval | None, batch_size: int) -> Interval | None:
    """A median's interval as examples a second."""
    if within is None or within.low <= 0:
        return None
    return Interval(batch_size / within.high, batch_size / within.low)


def _compiles(lane: dict[str, Any]) -> str:
    compiles = lane["compiles"]
    if not compiles:
        return "none" if lane["steps"] else NA
    seconds = sum(compiled["seconds"] for compiled in compiles)
    times = f"{len(compiles)} time" + ("s" if len(compiles) > 1 else "")
    return f"{seconds:,.2f} ({times})"
