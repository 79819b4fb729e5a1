"""Events as tidy rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pytest
from msgspec import structs

from engines.events import (
    AnyEvent,
    Built,
    Compiled,
    DeviceMemory,
    GpuSampled,
    Header,
    Marked,
    Phase,
    ProcessSampled,
    SettingsChanged,
    Started,
    Steps,
)
from engines.export import tables
from engines.export.tables import Tables
from engines.runlog.reader import LogReader
from tests.engines.streams import header, steps
from tests.engines.written import RACE

CHUNKS = Steps(
    lane="torch",
    at=2.0,
    first=11,
    losses=(1.0, None, 0.5),
    counts=(1, 2),
    seconds=(0.3, 0.2),
    cpu_seconds=(0.1, 0.4),
    ends=(1.5, 2.0),
    lane_ends=(1.0, 1.2),
    left_out=("turn", ""),
)


def rows_of(head: Header, *events: AnyEvent) -> dict[str, list[dict[str, Any]]]:
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for table, batch in Tables(head).follow(events):
        rows[table] += batch.to_pylist()
    return rows


def test_a_row_a_step_with_the_means_of_its_chunk() -> None:
    first, second, third = rows_of(header("torch"), CHUNKS)["steps"]
    assert (first["step"], second["step"], third["step"]) == (11, 12, 13)
    assert (first["loss"], second["loss"], third["loss"]) == (1.0, None, 0.5)
    assert (first["left_out"], second["left_out"]) == ("turn", None)
    assert first["examples_per_second"] is None
    assert second["step_seconds"] == pytest.approx(0.1)
    assert second["cpu_seconds"] == pytest.approx(0.2)
    assert second["examples_per_second"] == pytest.approx(640)
    assert (second["lane_seconds"], third["lane_seconds"]) == (pytest.approx(1.1), 1.2)
    assert (second["wall_seconds"], third["wall_seconds"]) == (pytest.approx(1.9), 2.0)
    assert [row["chunk"] for row in (first, second, third)] == [1, 2, 2]
    assert second["mode"] == "eager"
    assert second["batch_size"] == 64


def test_every_row_names_its_run_and_every_start_its_worker() -> None:
    """Rows of two runs in one table: lane, attempt and step alone repeat."""
    told = rows_of(
        header("torch"),
        Started(lane="torch", at=0.5, pid=1, attempt=2, device="cpu:0-1", mode="compile"),
        Phase(lane="torch", at=0.6, phase="compiling", detail="backward"),
        Phase(lane="torch", at=0.7, phase="training"),
        Built(
            lane="torch", at=1.0, version="2.13", device_name="cpu", parameters=7, threads=None,
            cores=(0, 1),
        ),
        Marked(at=1.0, text="here"),
        CHUNKS,
    )  # fmt: skip
    assert {row["run"] for rows in told.values() for row in rows} == {"test"}
    (built,) = told["lanes"]
    assert (built["attempt"], built["framework"], built["version"]) == (2, "torch", "2.13")
    assert (built["first_mode"], built["cores"], built["threads"]) == ("compile", "0,1", None)
    phases = [(row["text"], row["detail"]) for row in told["happenings"] if row["what"] == "phase"]
    assert phases == [("compiling", "backward"), ("training", None)]
    assert told["happenings"][-1]["lane"] == ""


def test_settings_hold_from_the_change_on_and_a_restart_begins_anew() -> None:
    rows = rows_of(
        header("torch"),
        SettingsChanged(lane="torch", at=1.0, learning_rate=0.1, batch_size=128, step=0),
        steps("torch", 1, [1.0]),
        Started(lane="torch", at=2.0, pid=1, attempt=2, device="cuda:0", mode="compile"),
        steps("torch", 1, [1.0]),
    )["steps"]
    told = [(row["attempt"], row["batch_size"], row["learning_rate"]) for row in rows]
    assert told == [(1, 128, 0.1), (2, 64, 0.05)]
    assert (rows[1]["device"], rows[1]["mode"]) == ("cuda:0", "compile")


def test_with_a_schedule_each_step_has_the_rate_that_it_was_trained_with() -> None:
    plain = header("torch")
    assert plain.recipe is not None
    recipe = structs.replace(plain.recipe, lr_schedule="linear", warmup=2, steps=6)
    rows = rows_of(
        structs.replace(plain, recipe=recipe),
        steps("torch", 1, [1.0] * 4),
        SettingsChanged(lane="torch", at=1.0, learning_rate=0.5, batch_size=64, step=4),
        steps("torch", 5, [1.0] * 2),
    )["steps"]
    rates = [row["learning_rate"] for row in rows]
    assert rates == pytest.approx([0.025, 0.05, 0.05, 0.0375, 0.25, 0.125])


def test_what_was_not_measured_is_null() -> None:
    rows = rows_of(
        header("torch"),
        Compiled(lane="torch", at=1.0, mode="compile", step=1, seconds=2.0),
        ProcessSampled(lane="torch", at=1.0, rss=5),
        DeviceMemory(lane="torch", at=1.0, used=6, peak=None),
        GpuSampled(at=1.0, device="cuda:0", used=1, total=2, utilisation=None, watts=None,
                   celsius=40),
        Marked(at=3.0, text="here"),
    )  # fmt: skip
    (compiled,) = rows["compiles"]
    assert (compiled["seconds"], compiled["trace_seconds"], compiled["cached"]) == (2.0, None, None)
    process, allocator = rows["memory"]
    assert (process["rss_bytes"], process["own_bytes"]) == (5, None)
    assert (allocator["rss_bytes"], allocator["allocator_used_bytes"]) == (None, 6)
    (gpu,) = rows["gpus"]
    assert (gpu["power_watts"], gpu["temperature_celsius"]) == (None, 40.0)
    (mark,) = rows["happenings"]
    assert (mark["what"], mark["text"], mark["lane"], mark["step"]) == ("marked", "here", "", None)


def test_every_step_of_a_real_run_is_there_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "BATCH", 500)
    events = LogReader(RACE).events()
    head = next(events)
    assert isinstance(head, Header)
    sizes, seen = [], set()
    for table, batch in Tables(head).follow(events):
        if table == "steps":
            sizes.append(batch.num_rows)
            seen |= set(zip(*map(batch.column, ("lane", "step")), strict=True))
    assert sum(sizes) == len(seen) == 3 * 2500
    # A batch ends with the event that fills it: memory is bounded.
    assert max(sizes) < 500 + 200


def test_lanes_that_the_header_does_not_name_are_passed_over() -> None:
    events: Iterable[AnyEvent] = [steps("other", 1, [1.0])]
    assert rows_of(header("torch"), *events) == {}
