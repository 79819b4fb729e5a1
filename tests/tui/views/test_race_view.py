"""From `Run` to what is shown: nothing is made up, and turns do not flicker."""

from __future__ import annotations

from engines import events as ev
from engines.graph_break import GraphBreak
from engines.run.run import Run
from tests.engines import streams
from tests.engines.streams import trained_by
from tests.tui import scripted
from tui.views.race_view import (
    bar_view,
    elapsed_text,
    lane_view,
    markers,
    parity_view,
    progress,
    shown_phase,
)


def run_of(events: list[ev.AnyEvent], lanes: tuple[str, ...] = scripted.LANES) -> Run:
    run = Run(scripted.header(lanes))
    run.apply_all(events)
    return run


def test_what_was_not_measured_is_none() -> None:
    run = run_of(scripted.idle())
    view = lane_view(run, run.lanes["torch"], 3.0, accent=0, marker="T")
    assert view.phase == "importing"
    assert view.phase_clock == "3 s"
    for value in (
        view.loss, view.accuracy, view.step_seconds, view.p90_seconds, view.examples_per_second,
        view.cpu_seconds, view.compile, view.rss_bytes, view.own_bytes, view.device_bytes,
        view.difference,
    ):  # fmt: skip
        assert value is None


def test_a_short_wait_for_a_turn_is_training() -> None:
    run = run_of(
        [
            ev.Phase(lane="torch", at=2.0, phase="training"),
            ev.Phase(lane="torch", at=5.0, phase="waiting"),
        ]
    )
    lane = run.lanes["torch"]
    assert shown_phase(lane, 5.4) == ("training", "3 s")
    assert shown_phase(lane, 9.0) == ("waiting", "4 s")
    run.apply(ev.PauseChanged(lane="torch", at=5.2, paused=True))
    assert shown_phase(lane, 5.4)[0] == "paused"


def test_a_pause_shows_as_soon_as_it_is_asked_for() -> None:
    run = run_of(
        [
            ev.Phase(lane="torch", at=2.0, phase="training"),
            ev.PauseChanged(lane="torch", at=3.0, paused=True),
        ]
    )
    assert shown_phase(run.lanes["torch"], 3.0)[0] == "paused"
    run.apply(ev.PauseChanged(lane="torch", at=4.0, paused=False))
    assert shown_phase(run.lanes["torch"], 4.0)[0] == "training"


def test_a_restarted_lane_is_not_paused() -> None:
    run = run_of(
        [
            *scripted.start("torch"),
            ev.PauseChanged(lane="torch", at=3.0, paused=True),
            ev.Started(lane="torch", at=4.0, pid=1, attempt=2, device="cpu", mode="eager"),
            ev.Phase(lane="torch", at=5.0, phase="training"),
        ]
    )
    assert shown_phase(run.lanes["torch"], 5.0)[0] == "training"


def test_an_old_log_says_a_pause_by_its_phase_only() -> None:
    run = run_of([ev.Phase(lane="torch", at=2.0, phase="paused")])
    assert shown_phase(run.lanes["torch"], 3.0) == ("paused", "1 s")


def test_a_worker_that_was_stopped_is_suspended_and_says_what_helps() -> None:
    run = run_of(
        [
            *scripted.start("torch")[:1],
            ev.Phase(lane="torch", at=2.0, phase="training"),
            ev.Phase(lane="keras", at=5.0, phase="waiting", detail="for torch, training"),
            ev.ProcessSampled(lane="torch", at=6.0, rss=1, halted="stopped"),
        ]
    )
    view = lane_view(run, run.lanes["torch"], 9.0, accent=0, marker="T")
    assert (view.phase, view.phase_clock) == ("suspended", "3 s")
    assert view.held == f"kill -CONT {run.lanes['torch'].pid}, or r restarts it"
    waiting = lane_view(run, run.lanes["keras"], 9.0, accent=1, marker="K")
    assert (waiting.phase, waiting.held) == ("waiting", "for torch, suspended")
    for halted, phase, remedy in (
        ("tracing-stop", "suspended", "a debugger has it; r restarts it"),
        ("zombie", "zombie", "its process has ended; r restarts it"),
        ("what-is-not-known-yet", "suspended", "r restarts it"),
    ):
        run.apply(ev.ProcessSampled(lane="torch", at=7.0, rss=1, halted=halted))
        view = lane_view(run, run.lanes["torch"], 9.0, accent=0, marker="T")
        assert (view.phase, view.held) == (phase, remedy)
    run.apply(ev.ProcessSampled(lane="torch", at=8.0, rss=1))
    view = lane_view(run, run.lanes["torch"], 9.0, accent=0, marker="T")
    assert (view.phase, view.held) == ("training", "")
    assert lane_view(run, run.lanes["keras"], 9.0, accent=1, marker="K").held == ""


def test_a_loss_that_is_no_number_is_told_from_none() -> None:
    run = run_of(
        [
            ev.Steps(
                lane="torch", at=1.0, first=1, losses=(None,), counts=(1,), seconds=(0.1,),
                cpu_seconds=(0.1,), ends=(1.0,), lane_ends=(0.1,), left_out=("",),
            )
        ]
    )  # fmt: skip
    view = lane_view(run, run.lanes["torch"], 1.0, accent=0, marker="T")
    assert view.loss is not None
    assert view.loss != view.loss


def test_markers_are_one_letter_each_and_differ() -> None:
    six = ("torch+eager", "torch+compile", "keras", "keras@cpu:1", "jax", "jax@cuda:0+eager")
    letters = markers(six)
    assert len(set(letters.values())) == 6
    assert letters["torch+eager"] == "T"
    assert letters["torch+compile"] == "C"


def test_bar_and_parity_say_what_the_run_says() -> None:
    run = run_of(scripted.done())
    assert bar_view(run, 99.0).ended
    assert bar_view(run, 99.0).elapsed == "0:00:29"
    parity = parity_view(run, markers(tuple(run.lanes)))
    assert [lane.lane for lane in parity.lanes] == ["keras", "jax"]
    assert all(0 < (lane.difference or 0) < 1e-5 for lane in parity.lanes)


def test_progress_is_that_of_the_slowest_running_lane() -> None:
    run = Run(scripted.header())
    assert progress(run) == (None, "")
    run = Run(trained_by(run.header, steps=1000))
    assert progress(run) == (0.0, "")
    for lane, steps in (("torch", 250), ("keras", 500), ("jax", 1000)):
        run.apply(ev.Phase(lane=lane, at=10.0, phase="training"))
        run.apply_all(scripted.training(lane, 1, steps, 20.0, 10.0))
    run.apply(ev.Phase(lane="jax", at=20.0, phase="finished"))
    done, left = progress(run)
    assert done == 0.25
    assert left == elapsed_text(3 * (run.lanes["torch"].wall - 10.0))
    for lane in ("torch", "keras"):
        run.apply(ev.Phase(lane=lane, at=21.0, phase="stopped"))
    assert progress(run) == (None, "")


def test_of_a_replay_whose_end_is_known_no_time_is_estimated() -> None:
    run = Run(trained_by(scripted.header(), steps=1000))
    for lane in run.lanes:
        run.apply(ev.Phase(lane=lane, at=10.0, phase="training"))
        run.apply_all(scripted.training(lane, 1, 500, 20.0, 10.0))
    live, replayed = bar_view(run, 30.0), bar_view(run, 30.0, replayed=True)
    assert live.left
    assert (replayed.left, replayed.done) == ("", live.done)


def test_progress_ends_at_all_of_it_whatever_a_log_says() -> None:
    run = Run(trained_by(scripted.header(), steps=100))
    run.apply(ev.Phase(lane="torch", at=10.0, phase="training"))
    for lane in ("torch", "keras", "jax"):
        run.apply_all(scripted.training(lane, 1, 400, 20.0, 10.0))
    assert progress(run) == (1.0, elapsed_text(0.0))


def test_figures_of_before_are_not_shown_as_if_they_were_now() -> None:
    run = run_of(scripted.train())
    lane = run.lanes["torch"]
    before = lane_view(run, lane, 30.0, accent=0, marker="T")
    assert before.step_seconds is not None
    run.apply(streams.steps("torch", lane.step + 1, [0.1] * 10, at=30.0, left_out="contended"))
    now = lane_view(run, run.lanes["torch"], 30.0, accent=0, marker="T")
    for value in (now.step_seconds, now.p90_seconds, now.examples_per_second, now.cpu_seconds):
        assert value is None
    assert now.untimed == "contended"
    assert now.doubt == "contended: lanes share the device; 539 µs before that"
    run.apply(streams.steps("torch", lane.step + 1, [0.1] * 10, at=30.2))
    again = lane_view(run, run.lanes["torch"], 30.0, accent=0, marker="T")
    assert (again.untimed, again.doubt) == ("", "")
    assert again.step_seconds is not None


def test_disturbed_chunks_are_spoken_of_while_figures_are_those_of_the_quiet_ones() -> None:
    run = run_of(scripted.train())
    lane = run.lanes["torch"]
    for number in range(20):
        why = "disturbed" if number % 2 else ""
        run.apply(streams.steps("torch", lane.step + 1, [0.1] * 10, at=30.0, left_out=why))
    view = lane_view(run, lane, 30.0, accent=0, marker="T")
    assert view.step_seconds is not None
    assert view.doubt == ""
    for _ in range(100):
        run.apply(streams.steps("torch", lane.step + 1, [0.1] * 10, at=30.0, left_out="disturbed"))
    view = lane_view(run, lane, 30.0, accent=0, marker="T")
    assert view.doubt == "disturbed: 55 % of chunks, left out"


def test_a_lane_shows_what_its_step_is_broken_into_and_that_its_mode_gave_up() -> None:
    place = GraphBreak(where="own.py:27", times=2, reason="It prints.")
    who = {"lane": "torch", "mode": "compile"}
    told = [
        ev.Started(at=1.0, pid=1, attempt=1, device="cpu", **who),
        ev.Compiled(at=2.0, step=1, seconds=3.0, graphs=3, breaks=2, broken_at=(place,), **who),
        ev.Compiled(at=3.0, step=9, seconds=1.0, graphs=1, breaks=0, **who),
    ]
    run = run_of(told)
    view = lane_view(run, run.lanes["torch"], 3.0, accent=0, marker="T")
    assert view.in_graphs == "3 graphs, 2 breaks, all at own.py:27"
    run.apply(ev.CompileFailed(at=4.0, fallback="compile", step=10, error="own.py:8", **who))
    view = lane_view(run, run.lanes["torch"], 4.0, accent=0, marker="T")
    assert view.mode == "compile (gave up)"
    assert view.compile_failed == "", "the mode goes on"


def test_a_step_that_is_one_graph_needs_no_words() -> None:
    who = {"lane": "torch", "mode": "compile"}
    run = run_of(
        [
            ev.Started(at=1.0, pid=1, attempt=1, device="cpu", **who),
            ev.Compiled(at=2.0, step=1, seconds=3.0, graphs=1, breaks=0, **who),
        ]
    )
    assert lane_view(run, run.lanes["torch"], 3.0, accent=0, marker="T").in_graphs == ""


def test_the_losses_are_told_in_words_with_what_they_come_to() -> None:
    run = Run(streams.header("torch", "jax"))
    marker = markers(tuple(run.lanes))
    assert parity_view(run, marker).lead[0] == "parity to"
    run.apply(streams.steps("torch", 1, [1.0] * 100))
    run.apply(streams.steps("jax", 1, [1.0 + 1e-6] * 60))
    assert parity_view(run, marker).lead[0] == "same losses as"
    run.apply(streams.steps("jax", 61, [1.2]))
    assert parity_view(run, marker).lead[0] == "same losses at first as"
    run.apply(ev.Started(lane="jax", at=9.0, pid=2, attempt=2, device="cpu", mode="jit"))
    run.apply(streams.steps("jax", 1, [1.2]))
    told = parity_view(run, marker)
    assert told.lead[0] == "other losses than"
    assert not told.same


def test_a_lane_that_shares_its_device_is_in_turns_while_the_other_runs() -> None:
    run = run_of(scripted.train(("torch", "jax")), ("torch", "jax"))

    def in_turns() -> bool:
        return lane_view(run, run.lanes["torch"], 30.0, accent=0, marker="T").in_turns

    assert in_turns()
    run.apply(ev.ScheduleChanged(at=30.0, schedule="free"))
    assert not in_turns()
    run.apply(ev.ScheduleChanged(at=30.0, schedule="turns"))
    run.apply(ev.Phase(lane="jax", at=30.0, phase="finished"))
    assert not in_turns()
