"""Run: the fold of events into what is known."""

from __future__ import annotations

import math

import pytest

from engines.events import (
    Built,
    Compiled,
    CompileFailed,
    Crashed,
    Evaluated,
    Logged,
    ModeChanged,
    Phase,
    ProcessSampled,
    ScheduleChanged,
    Started,
    decode_event,
    encode,
)
from engines.graph_break import GraphBreak
from engines.run.run import Run
from engines.run.summary import summarise
from tests.engines.streams import header, steps
from tui.plain.summary_table import summary_table


def test_nothing_is_known_before_anything_happened() -> None:
    run = Run(header("torch", "jax"))
    summary = summarise(run, None)
    for lane in summary["lanes"]:
        assert lane["status"] == "stopped"
        assert lane["loss"] == {"first": None, "last": None}
        assert lane["step_seconds"]["median"] is None
        assert lane["examples_per_second"] is None
        assert lane["memory"]["peak_rss_bytes"] is None
    assert summary["parity"]["max_abs_loss_difference"] == {"jax": None}


def test_left_out_chunks_are_no_samples_but_their_losses_count() -> None:
    run = Run(header("torch"))
    run.apply(steps("torch", 1, [2.0], seconds=5.0, left_out="compile"))
    run.apply(steps("torch", 2, [1.5, 1.0], seconds=0.002))
    lane = run.lanes["torch"]
    assert lane.step == 3
    assert (lane.first_loss, lane.last_loss) == (2.0, 1.0)
    assert lane.left_out == {"compile": 1}
    assert lane.recent_step_seconds == pytest.approx(0.002)
    figures = summarise(run, None)["lanes"][0]["step_seconds"]
    assert figures["samples"] == 1
    assert figures["median"] == pytest.approx(0.002, rel=1e-3)


def test_parity_is_the_largest_difference_to_the_first_lane() -> None:
    run = Run(header("torch", "keras", "jax"))
    run.apply(steps("torch", 1, [1.0, 0.5, 0.25]))
    run.apply(steps("keras", 1, [1.0, 0.75]))
    run.apply(steps("jax", 1, [1.0, 0.5, 0.25, 0.125]))
    parity = summarise(run, None)["parity"]
    assert parity["reference"] == "torch"
    assert parity["max_abs_loss_difference"] == {"keras": 0.25, "jax": 0.0}
    assert parity["steps"] == 2


def test_a_loss_that_is_no_number_is_a_gap() -> None:
    run = Run(header("torch"))
    run.apply(steps("torch", 1, [1.0, None, 0.5]))
    loss = run.lanes["torch"].loss
    assert loss.bad == 1
    assert math.isnan(loss.mean[1])
    assert run.lanes["torch"].last_loss == 0.5


def test_a_restart_begins_anew_and_keeps_the_log() -> None:
    run = Run(header("torch", "jax"))
    run.apply(Started(lane="jax", at=0.0, pid=1, attempt=1, device="cpu", mode="jit"))
    run.apply(steps("torch", 1, [1.0, 1.0]))
    run.apply(steps("jax", 1, [3.0]))
    run.apply(Logged(lane="jax", at=1.0, line="hello"))
    run.apply(Crashed(lane="jax", at=2.0, reason="killed by SIGKILL", signal="SIGKILL"))
    assert run.lanes["jax"].status == "crashed"
    run.apply(Started(lane="jax", at=3.0, pid=2, attempt=2, device="cpu:1", mode="eager"))
    lane = run.lanes["jax"]
    assert (lane.step, lane.device, lane.mode, lane.error) == (0, "cpu:1", "eager", "")
    assert [logged.line for logged in lane.log] == ["hello"]
    assert run.parity["jax"].largest is None
    run.apply(steps("jax", 1, [1.5]))
    assert run.parity["jax"].largest == 0.5


def test_restarting_the_reference_compares_all_anew() -> None:
    run = Run(header("torch", "jax"))
    run.apply(steps("torch", 1, [1.0, 1.0]))
    run.apply(steps("jax", 1, [2.0, 2.0]))
    run.apply(Started(lane="torch", at=3.0, pid=2, attempt=2, device="cpu", mode="eager"))
    run.apply(steps("torch", 1, [1.9]))
    assert run.parity["jax"].largest == pytest.approx(0.1)
    assert run.parity["jax"].steps == 1


def test_step_times_of_modes_do_not_mix() -> None:
    run = Run(header("torch"))
    run.apply(steps("torch", 1, [1.0], seconds=0.010))
    run.apply(
        ModeChanged(lane="torch", at=1.0, mode="compile", previous="eager", step=1, seconds=0.0)
    )
    run.apply(steps("torch", 2, [1.0], seconds=0.001))
    lane = summarise(run, None)["lanes"][0]
    assert lane["mode"] == "compile"
    assert lane["step_seconds"]["median"] == pytest.approx(0.001, rel=1e-3)
    assert lane["step_seconds_by_mode"]["eager"]["median"] == pytest.approx(0.010, rel=1e-3)
    assert lane["examples_per_second"] == pytest.approx(64_000, rel=1e-3)


def test_waiting_is_not_part_of_the_time_to_the_first_step() -> None:
    run = Run(header("torch"))
    for phase, at in [("importing", 0.0), ("building", 4.0), ("waiting", 5.0), ("training", 60.0)]:
        run.apply(Phase(lane="torch", at=at, phase=phase))
    event = steps("torch", 1, [1.0], at=60.1)
    run.apply(
        type(event)(
            **{f: getattr(event, f) for f in event.__struct_fields__} | {"lane_ends": (0.1,)}
        )
    )
    assert run.lanes["torch"].seconds_to_first_step == pytest.approx(5.1)


def test_a_phase_goes_on_through_its_parts() -> None:
    run = Run(header("torch"))
    lane = run.lanes["torch"]
    for part, at in [("trace", 2.0), ("backend", 5.0)]:
        run.apply(Phase(lane="torch", at=at, phase="compiling", detail=part))
        assert lane.phase_detail == part
    assert (lane.phase, lane.phase_since) == ("compiling", 2.0)
    run.apply(Phase(lane="torch", at=9.0, phase="training"))
    assert lane.phase_since == 9.0
    assert lane.phase_seconds["compiling"] == 7.0
    assert [at for _, at in lane.phases] == [2.0, 5.0, 9.0]


def test_peaks_are_the_largest_seen() -> None:
    run = Run(header("torch"))
    for rss, own in [(100, 50), (300, None), (200, 80)]:
        run.apply(ProcessSampled(lane="torch", at=1.0, rss=rss, own=own))
    memory = summarise(run, None)["lanes"][0]["memory"]
    assert memory == {"peak_rss_bytes": 300, "peak_own_bytes": 80, "peak_device_bytes": None}


def test_what_is_held_for_a_moment_while_data_is_made_is_no_peak_of_training() -> None:
    run = Run(header("torch"))

    def looks(*own: int) -> tuple[int | None, int | None]:
        for each in own:
            run.apply(ProcessSampled(lane="torch", at=1.0, rss=2 * each, own=each))
        return run.lanes["torch"].peak_rss, run.lanes["torch"].peak_own

    assert looks(100, 500, 200) == (1000, 500)  # known of a lane that crashes while it is built
    run.apply(Built(lane="torch", at=1.0, version="2", device_name="cpu", parameters=1, threads=1))
    assert looks() == (1000, 500)  # of a run too short for another look
    assert looks(200, 300, 250) == (600, 300)


def test_accuracy_schedule_and_end() -> None:
    run = Run(header("torch"))
    run.apply(Evaluated(lane="torch", at=1.0, step=100, loss=0.1, accuracy=0.97))
    run.apply(ScheduleChanged(at=1.0, schedule="free"))
    assert not run.ended
    run.apply(Phase(lane="torch", at=2.0, phase="finished"))
    assert run.ended
    summary = summarise(run, "a.jsonl")
    assert summary["run"]["schedule"] == "free"
    assert summary["run"]["log"] == "a.jsonl"
    assert summary["lanes"][0]["accuracy"] == 0.97


def test_events_of_unknown_lanes_are_passed_over() -> None:
    run = Run(header("torch"))
    run.apply(steps("jax", 1, [1.0]))
    assert set(run.lanes) == {"torch"}


def test_each_lane_has_its_own_count_of_compared_steps() -> None:
    run = Run(header("torch", "keras", "jax"))
    run.apply(steps("torch", 1, [1.0, 0.5, 0.25]))
    run.apply(steps("keras", 1, [1.0]))
    run.apply(Crashed(lane="keras", at=2.0, reason="killed by SIGKILL"))
    assert summarise(run, None)["parity"]["steps_by_lane"] == {"keras": 1, "jax": 0}
    run.apply(steps("jax", 1, [1.0, 0.5, 0.25]))
    summary = summarise(run, None)
    assert summary["parity"]["steps_by_lane"] == {"keras": 1, "jax": 3}
    assert summary["parity"]["steps"] == 1
    table = summary_table(summary)
    assert "parity: keras to torch: largest loss difference 0 over 1 steps" in table
    assert "parity: jax to torch: largest loss difference 0 over 3 steps" in table


def test_a_halted_process_is_known_until_it_goes_on_or_its_lane_ends() -> None:
    run = Run(header("torch"))
    run.apply(Started(lane="torch", at=0.0, pid=7, attempt=1, device="cpu", mode="eager"))
    for at, halted in ((1.0, ""), (2.0, "stopped"), (3.0, "stopped")):
        run.apply(ProcessSampled(lane="torch", at=at, rss=1 << 20, halted=halted))
    assert (run.lanes["torch"].halted, run.lanes["torch"].halted_since) == ("stopped", 2.0)
    run.apply(ProcessSampled(lane="torch", at=4.0, rss=1 << 20))
    assert (run.lanes["torch"].halted, run.lanes["torch"].halted_since) == ("", None)
    run.apply(ProcessSampled(lane="torch", at=5.0, rss=None, halted="zombie"))
    assert run.lanes["torch"].halted == "zombie"
    assert run.lanes["torch"].peak_rss == 1 << 20
    run.apply(Crashed(lane="torch", at=6.0, reason="killed by SIGKILL"))
    assert run.lanes["torch"].halted == ""


def test_a_sample_of_a_process_that_can_run_is_read_and_written_as_in_older_logs() -> None:
    old = b'{"event":"process_sampled","lane":"torch","at":1.0,"rss":5}'
    assert decode_event(old) == ProcessSampled(lane="torch", at=1.0, rss=5)
    # What is not halted is written as it always was.
    assert encode(ProcessSampled(lane="torch", at=1.0, rss=5)) == old + b"\n"


def test_graphs_of_a_lane_are_those_of_its_largest_compilation() -> None:
    run = Run(header("torch"))
    run.apply(Started(lane="torch", at=0.0, pid=1, attempt=1, device="cpu", mode="compile"))
    assert summarise(run, None)["lanes"][0]["graphs"] is None
    most = GraphBreak(where="own.py:27", times=40, reason="Dynamo does not support it.")
    places = (most, GraphBreak(where="own.py:9", reason="another"))
    done = {"lane": "torch", "mode": "compile", "seconds": 1.0}
    run.apply(Compiled(at=1.0, step=1, graphs=42, breaks=41, broken_at=places, **done))
    run.apply(Compiled(at=2.0, step=30, graphs=1, breaks=0, **done))
    graphs = summarise(run, None)["lanes"][0]["graphs"]
    assert graphs["in_graphs"] == "42 graphs, 41 breaks, most at own.py:27"
    assert (graphs["graphs"], graphs["breaks"]) == (42, 41)
    assert graphs["broken_at"][0] == {
        "where": "own.py:27", "times": 40, "reason": "Dynamo does not support it."
    }  # fmt: skip


def test_a_mode_that_gave_up_has_a_label_and_step_times_of_its_own() -> None:
    run = Run(header("torch"))
    run.apply(Started(lane="torch", at=0.0, pid=1, attempt=1, device="cpu", mode="compile"))
    run.apply(steps("torch", 1, [1.0], seconds=0.001))
    gave_up = CompileFailed(
        lane="torch", at=1.0, mode="compile", fallback="compile", step=1, error="own.py:8"
    )
    run.apply(gave_up)
    run.apply(steps("torch", 2, [1.0], seconds=0.010))
    summary = summarise(run, None)
    lane = summary["lanes"][0]
    assert (lane["mode"], lane["mode_label"]) == ("compile", "compile (gave up)")
    assert lane["step_seconds"]["median"] == pytest.approx(0.010, rel=1e-3)
    assert lane["step_seconds_by_mode"]["compile"]["median"] == pytest.approx(0.001, rel=1e-3)
    assert lane["compile_failures"][0]["gave_up"]
    assert "compile (gave up)" in summary_table(summary)
    run.apply(
        ModeChanged(lane="torch", at=1.0, mode="eager", previous="compile", step=2, seconds=0.0)
    )
    assert run.lanes["torch"].mode_label == "eager", "another mode has given up nothing"
