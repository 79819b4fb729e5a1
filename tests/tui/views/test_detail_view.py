"""Run -> views of the lane detail and of the devices: pure functions, nothing painted."""

from __future__ import annotations

from engines import events as ev
from engines.device import Gpu, Machine
from engines.run.run import Run
from tests.tui import scripted
from tui.views.detail_view import (
    compiles_view,
    facts_view,
    memory_curves,
    phases_view,
    shown_spread,
    step_times_view,
)
from tui.views.device_view import core_owner, devices_view, lane_cores, lane_row
from tui.views.race_view import lane_view, markers
from widgets.compile_rows import compile_lines

GIB = 1 << 30
GPU = Gpu("cuda:0", "Example GPU", "uuid", 80 * GIB)
WITH_GPU = Machine("Example CPU", (0, 1, 2, 3), 16 * GIB, (GPU,))


def run_of(events: list[ev.AnyEvent]) -> Run:
    run = Run(scripted.header())
    run.apply_all(events)
    return run


def test_phases_end_now_or_where_the_lane_ended() -> None:
    run = run_of(scripted.train())
    view = phases_view(run.lanes["torch"], 30.0, 0)
    assert view.names == ("starting", "importing", "building", "waiting", "training")
    assert view.edges.tolist() == [0.0, 0.0, 2.0, 2.5, 3.0, 30.0]
    assert view.seconds == {"importing": 2.0, "building": 0.5, "waiting": 0.5, "training": 27.0}
    assert view.running == "training"
    run.apply(ev.Crashed(lane="torch", at=31.0, reason="gone"))
    view = phases_view(run.lanes["torch"], 99.0, 0)
    assert view.edges[-1] == 31.0
    assert view.names[-1] == "training"
    assert view.running == ""
    assert sum(view.seconds.values()) == 31.0


def test_a_long_run_knows_its_sums_though_it_forgets_its_first_phases() -> None:
    run = run_of(scripted.start("torch"))
    for turn in range(6000):
        at = 3.0 + turn * 0.2
        run.apply(ev.Phase(lane="torch", at=at, phase="training"))
        run.apply(ev.Phase(lane="torch", at=at + 0.1, phase="waiting"))
    view = phases_view(run.lanes["torch"], 1203.0, 0)
    assert len(view.names) == 10_000
    assert view.names[0] != "starting"
    assert view.seconds["importing"] == 2.0
    assert round(view.seconds["training"]) == 600


def test_compiles_are_newest_first_and_recompiles_are_counted_by_mode() -> None:
    told = [
        *scripted.train(),
        *scripted.compiled("jax", 20.0, 900, "batch size changed"),
        ev.CompileFailed(
            lane="jax", at=25.0, mode="jit", fallback="eager", step=950, error="no room"
        ),
    ]
    view = compiles_view(run_of(told).lanes["jax"])
    assert [done.at for done in view.compiles] == [8.0, 20.0]
    assert [failed.at for failed in view.failures] == [25.0]
    assert view.recompiles == 1
    shown = ["".join(piece.text for piece in line) for line in compile_lines(view, 120)]
    assert [row.split()[0] for row in shown[2:4]] == ["0:00:25", "✗"]
    assert "✗ failed: no room (went on in eager)" in shown[3]
    assert [row.split()[0] for row in shown[4:6]] == ["0:00:20", "0:00:08"]


def test_step_times_are_those_of_each_mode() -> None:
    run = run_of(scripted.compiling())
    lane = run.lanes["torch"]
    view = step_times_view(lane, run.pace["torch"])
    assert [(row.mode, row.present) for row in view.modes] == [("eager", True)]
    assert view.left_out == (("turn", 12),)
    assert view.break_even[0].why_not == "only eager was measured"
    assert shown_spread(lane)[0] == "eager"
    lane.progress.mode = "compile"
    assert shown_spread(lane)[0] == "eager"


def test_facts_of_a_lane_that_has_not_begun_are_not_known() -> None:
    view = facts_view(Run(scripted.header()).lanes["torch"])
    assert {field.value for field in view.short} == {"n/a"}
    built = {
        field.label: field.value
        for field in facts_view(run_of(scripted.train()).lanes["jax"]).short
    }
    assert (built["cores"], built["threads"], built["parameters"]) == ("1-3 (3)", "3", "85,002")
    assert (built["RSS"], built["allocated"]) == ("388 MiB", "n/a")


def test_memory_is_in_mib_by_wall_time() -> None:
    (curve,) = memory_curves(run_of(scripted.train()).lanes["torch"], "T", 0)
    assert curve.x.tolist() == [29.0]
    assert curve.y.tolist() == [412.0]


def test_gpu_memory_is_a_curve_of_its_own_where_it_was_sampled() -> None:
    run = run_of(scripted.train())
    run.apply(ev.ProcessSampled(lane="torch", at=30.0, rss=1 << 20, gpu_bytes=3 << 20))
    rss, gpu = memory_curves(run.lanes["torch"], "T", 0)
    assert (rss.label, gpu.label) == ("RSS", "GPU")
    assert (gpu.marker, gpu.texture) == ("G", "dashed")
    assert gpu.y.tolist() == [3.0]
    assert memory_curves(run_of(scripted.idle()).lanes["torch"], "T", 0) == ()


def test_devices_name_the_lanes_on_them() -> None:
    run = run_of(scripted.train())
    run.apply(ev.Started(lane="jax", at=30.0, pid=1, attempt=2, device="cuda:0", mode="jit"))
    run.apply(
        ev.GpuSampled(
            at=30.0,
            device="cuda:0",
            used=GIB,
            total=80 * GIB,
            utilisation=5,
            watts=None,
            celsius=40,
        )
    )
    view = devices_view(run, WITH_GPU, markers(tuple(run.lanes)))
    rows = {row.name: row for row in view.rows}
    assert list(rows) == ["cuda:0", "cpu", "cpu:0", "cpu:1", "cpu:2", "cpu:3"]
    assert [mark.id for mark in rows["cuda:0"].lanes] == ["jax"]
    assert (rows["cuda:0"].used_bytes, rows["cuda:0"].watts) == (GIB, None)
    assert [mark.id for mark in rows["cpu"].lanes] == ["torch", "keras"]
    assert [mark.id for mark in rows["cpu:2"].lanes] == ["torch", "keras"]
    assert rows["cpu:0"].lanes == ()
    assert rows["cpu:0"].what == "dashboard"


def test_cores_are_as_busy_as_was_seen_and_lanes_have_their_average() -> None:
    view = devices_view(run_of(scripted.train()), scripted.MACHINE, markers(scripted.LANES))
    assert [row.busy for row in view.rows] == [69.0, 21.4, 100.0, 98.0, 9.0]
    assert view.memory_used == 7 * GIB
    before = devices_view(run_of(scripted.idle()), scripted.MACHINE, markers(scripted.LANES))
    assert {row.busy for row in before.rows} == {before.memory_used} == {None}


def test_a_single_core_is_shared_with_the_dashboard() -> None:
    assert core_owner(0, Machine("CPU", (0,), GIB)) == "dashboard and lanes"


def test_cores_are_the_workers_own_word_then_its_device() -> None:
    run = run_of(scripted.idle())
    lane = run.lanes["torch"]
    assert lane_cores(lane, WITH_GPU) == (1, 2, 3)
    lane.progress.device = "cpu:9"
    assert lane_cores(lane, WITH_GPU) == ()
    lane.cores = (7,)
    assert lane_cores(lane, WITH_GPU) == (7,)


def test_a_lane_that_has_ended_uses_nothing() -> None:
    run = run_of(scripted.crashed())
    lane = run.lanes["keras"]
    view = lane_view(run, lane, 30.0, accent=1, marker="K")
    assert view.rss_bytes is not None
    row = lane_row(lane, view, WITH_GPU, selected=False)
    assert (row.view.rss_bytes, row.view.cpu_percent, row.cores) == (None, None, "")
