"""From what is known to what is shown: pure functions of `Run` to plain, frozen view data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engines.phases import ENDED, RUNNING, PhaseName
from engines.run.break_even import is_plain
from engines.run.chance import SHORT, any_by_chance
from engines.run.same_work import SameWork, same_work
from engines.run.worker_state import USS
from widgets.compile_rows import failure_text
from widgets.lane_view import (
    BarView,
    CursorView,
    LaneView,
    ParityLineView,
    ParityView,
    UnseenGpu,
)
from widgets.quantities import clock_text, elapsed_text, seconds_text

if TYPE_CHECKING:
    from engines.run.lane_state import LaneState
    from engines.run.run import Run
    from widgets.chart import Curve
    from widgets.needs import GpuLook

PATIENCE = 2.0
"""Seconds a lane that trains may wait for its turn before the screen calls it waiting."""
REMEDIES = {
    "stopped": "kill -CONT {pid}, or r restarts it",
    "tracing-stop": "a debugger has it; r restarts it",
    "zombie": "its process has ended; r restarts it",
}
"""What there is to say of a process that does nothing, most useful first: small panes cut it."""
LEADS = {
    SameWork.FAILED: ("parity to", "parity"),
    SameWork.OTHER: ("other losses than", "unlike"),
    SameWork.BY_CHANCE: ("parity to", "parity"),
    SameWork.SAME_AT_FIRST: ("same losses at first as", "at first as"),
    SameWork.NOT_YET: ("parity to", "parity"),
    SameWork.SAME: ("same losses as", "same as"),
}
"""What the losses come to, worst first: words before the reference lane, and fewer of them."""


def markers(ids: tuple[str, ...]) -> dict[str, str]:
    """One letter for each lane: of its framework, its mode, or the next one free."""
    taken: dict[str, str] = {}
    for lane_id in ids:
        framework, _, mode = lane_id.partition("+")
        wanted = [framework[:1], mode[:1], *framework, *mode, *"ABDEFGHILMNOPQRSUVWXYZ"]
        free = (c.upper() for c in wanted if c.isalpha() and c.upper() not in taken.values())
        taken[lane_id] = next(free)
    return taken


def shown_phase(lane: LaneState, now: float) -> tuple[str, str]:
    """The phase as a person should read it, and its clock as text.

    Turns make a lane wait and train many times a second: that is called training, and its clock
    is the time spent training. A worker whose process does nothing is not in the phase that it said
    last.
    """
    if lane.halted and lane.halted_since is not None:
        what = "zombie" if lane.halted == "zombie" else "suspended"
        return what, clock_text(max(0.0, now - lane.halted_since))
    phase, since = lane.phase, now - lane.phase_since
    if lane.paused and phase in (PhaseName.WAITING, PhaseName.TRAINING):
        phase = str(PhaseName.PAUSED)
    trained = lane.phase_seconds.get(PhaseName.TRAINING, 0.0)
    if phase == PhaseName.WAITING and trained and since < PATIENCE:
        phase = str(PhaseName.TRAINING)
    elif phase == PhaseName.TRAINING:
        trained += max(0.0, since)
    if phase == PhaseName.TRAINING:
        return phase, clock_text(trained)
    if phase in ENDED:
        return phase, ""
    return phase, clock_text(max(0.0, since), tenths=phase == PhaseName.COMPILING)


def takes_turns(run: Run, lane: LaneState) -> bool:
    """Whether another lane that runs has turns on the same device."""
    return run.schedule == "turns" and any(
        other is not lane and other.device == lane.device and other.status == RUNNING
        for other in run.lanes.values()
    )


def lane_view(
    run: Run,
    lane: LaneState,
    now: float,
    *,
    accent: int,
    marker: str,
    wanted: str = "",
    cursor: CursorView | None = None,
    loss_curve: Curve | None = None,
    step_curve: Curve | None = None,
) -> LaneView:
    """All that a lane's pane shows at `now` seconds."""
    phase, clock = shown_phase(lane, now)
    untimed = lane.untimed
    timed = bool(lane.recent) and not untimed
    p90 = lane.recent_quantile(0.9) if timed and len(lane.recent) >= 10 else None
    step_seconds = lane.recent_step_seconds if timed else None
    evaluation = lane.last_evaluation
    parity = run.parity.get(lane.id)
    return LaneView(
        id=lane.id,
        marker=marker,
        accent=accent,
        framework=lane.framework,
        version=lane.version.partition(" ")[0],
        versions=lane.version,
        device=lane.device,
        mode=f"{lane.mode} → {wanted}" if wanted else lane.mode_label,
        plain=is_plain(lane.framework, lane.mode),
        phase=phase,
        phase_detail=lane.phase_detail,
        phase_clock=clock,
        step=lane.step,
        loss=lane.loss_now,
        test_loss=lane.test_loss,
        accuracy=evaluation.accuracy if evaluation else None,
        step_seconds=step_seconds,
        p90_seconds=p90,
        examples_per_second=lane.batch_size / step_seconds if step_seconds else None,
        cpu_seconds=lane.recent_cpu_seconds if timed else None,
        lane_seconds=lane.lane_seconds,
        compile=lane.compiles[-1] if lane.compiles else None,
        compiles=len(lane.compiles),
        compile_failed=compile_failed(lane),
        in_graphs=in_graphs(lane),
        rss_bytes=lane.process.rss if lane.process else None,
        own_bytes=lane.own_bytes,
        own_label=own_label(lane),
        device_bytes=device_bytes(lane),
        cpu_percent=lane.process.cpu_percent if lane.process else None,
        parameters=lane.parameters,
        threads=lane.threads,
        difference=parity.largest if parity else None,
        parity_failed=parity is not None and parity.failed_at is not None,
        is_reference=lane.id == run.reference,
        error=lane.error,
        last_lines=last_lines(lane) if phase == PhaseName.CRASHED else (),
        # A wait too short to be called one has no reason to give.
        held="" if phase == PhaseName.TRAINING else held_up(run, lane),
        untimed=untimed,
        doubt=doubt(lane) if lane.status == RUNNING else "",
        in_turns=takes_turns(run, lane),
        gpu=gpu_view(run, lane),
        cursor=cursor,
        loss_curve=loss_curve,
        step_curve=step_curve,
    )


def held_up(run: Run, lane: LaneState) -> str:
    """What helps a worker whose process does nothing, or which such lane a waiting one waits for."""
    if lane.halted:
        return REMEDIES.get(lane.halted, "r restarts it").format(pid=lane.pid)
    if lane.phase == PhaseName.WAITING:
        for other in run.lanes.values():
            if other.halted and lane.phase_detail.startswith(f"for {other.id}, "):
                return f"for {other.id}, {shown_phase(other, 0.0)[0]}"
    return ""


def own_label(lane: LaneState) -> str:
    """What memory of its own is called: older logs measured another quantity."""
    return USS if lane.own_measure == USS else "own mem"


WORTH_TELLING = 0.1
"""Share of disturbed chunks from which the screen speaks of them."""
UNTIMED = {
    "contended": "lanes share the device",
    "disturbed": "other processes have the lane's cores",
    "suspended": "the process was stopped",
}
"""Why a lane that goes on has no step time, for as long as that lasts."""


def doubt(lane: LaneState) -> str:
    """Why a lane that trains has no step time now, and what it had before; or how much of its time
    is none because other processes had its cores."""
    untimed = lane.untimed
    if not untimed:
        share = lane.disturbed
        return (
            f"disturbed: {share * 100:.0f} % of chunks, left out" if share >= WORTH_TELLING else ""
        )
    before = lane.recent_step_seconds
    had = "" if before is None else f"; {seconds_text(before)} before that"
    return f"{untimed}: {UNTIMED.get(untimed, untimed)}{had}"


def compile_failed(lane: LaneState) -> str:
    """Why the last attempt to compile failed, unless one that came after it did not."""
    failures = [failed for failed in lane.compile_failures if not failed.gave_up]
    if not failures:
        return ""
    last = failures[-1]
    if lane.compiles and lane.compiles[-1].at > last.at:
        return ""
    return failure_text(last)


def in_graphs(lane: LaneState) -> str:
    """Graphs and breaks of the step in its present mode; empty where all of it is one graph."""
    done = lane.in_graphs
    return done.in_graphs if done is not None and (done.breaks or done.uncompiled) else ""


def device_bytes(lane: LaneState) -> int | None:
    """Memory in use on the lane's GPU: the allocator's figure, or else the driver's."""
    if lane.allocator is not None and lane.allocator.used is not None:
        return lane.allocator.used
    return lane.process.gpu_bytes if lane.process else None


def gpu_name(lane: LaneState) -> str:
    """The name that the sampler gives the lane's GPU, empty if the lane uses none."""
    kind, _, number = lane.device.partition(":")
    return f"cuda:{number or 0}" if kind in ("cuda", "gpu") else ""


def gpu_view(run: Run, lane: LaneState) -> GpuLook | None:
    """The last look at the lane's GPU; all of it unknown before the first one."""
    name = gpu_name(lane)
    return (run.gpus.get(name) or UnseenGpu(name)) if name else None


def gpu_views(run: Run) -> tuple[GpuLook, ...]:
    """The GPUs that lanes use, each once, in the lanes' order."""
    views = [gpu_view(run, lane) for lane in run.lanes.values()]
    return tuple({view.device: view for view in views if view is not None}.values())


def last_lines(lane: LaneState) -> tuple[str, ...]:
    """The last output before a crash."""
    if lane.crash is not None and lane.crash.last_lines:
        return lane.crash.last_lines
    return tuple(entry.line for entry in list(lane.log)[-20:])


def progress(run: Run) -> tuple[float | None, str]:
    """How much of its steps the slowest running lane has done, and about how long the rest takes."""
    steps = run.header.training.steps
    running = [lane for lane in run.lanes.values() if lane.status == RUNNING]
    if steps is None or not running:
        return None, ""
    lane = min(running, key=lambda lane: lane.step)
    if not lane.step:
        return 0.0, ""
    began = next((at for phase, at in lane.phases if phase == PhaseName.TRAINING), lane.wall)
    left = (lane.wall - began) * max(0, steps - lane.step) / lane.step
    return min(1.0, lane.step / steps), elapsed_text(left)


def bar_view(run: Run, now: float, standing: str = "", *, replayed: bool = False) -> BarView:
    """The top line at `now` seconds, with how a watcher stands to the run.

    The end of a run that is `replayed` is known: nothing is estimated of it.
    """
    recipe = run.header.training
    reference = run.lanes[run.reference]
    done, left = progress(run)
    return BarView(
        workload=recipe.workload,
        optimizer=recipe.optimizer,
        learning_rate=reference.learning_rate,
        batch_size=reference.batch_size,
        seed=recipe.seed,
        schedule=run.schedule,
        precision=recipe.precision,
        elapsed=elapsed_text(run.at if run.ended else now),
        ended=run.ended,
        done=done,
        left="" if replayed else left,
        gpus=gpu_views(run),
        standing=standing,
    )


def parity_view(run: Run, marker: dict[str, str]) -> ParityLineView:
    """Every lane's largest difference to the reference lane, and what they come to."""
    words = {same_work(run, lane_id) for lane_id in run.parity}
    worst = next((word for word in LEADS if word in words), None)
    return ParityLineView(
        reference=run.reference,
        reference_marker=marker[run.reference],
        reference_accent=run.accents[run.reference],
        lanes=tuple(
            ParityView(
                lane=lane_id,
                marker=marker[lane_id],
                accent=run.accents[lane_id],
                difference=difference.largest,
                step=difference.at_step,
                failed_at=difference.failed_at,
            )
            for lane_id, difference in run.parity.items()
        ),
        lead=LEADS[worst] if worst else LEADS[SameWork.NOT_YET],
        same=worst not in (SameWork.OTHER, SameWork.FAILED),
        unexpected=(
            ("not to be expected: each lane draws its own random numbers", SHORT)
            if any_by_chance(run)
            else None
        ),
    )


@dataclass(frozen=True)
class Wanted:
    """A mode that was asked for and has not come about yet."""

    mode: str
    seen: tuple[int, int, int]
    """Changes, failures and attempt of the lane when it was asked for."""

    @classmethod
    def of(cls, lane: LaneState, mode: str) -> Wanted:
        """What is asked of a lane now."""
        return cls(mode, answers(lane))

    def pending(self, lane: LaneState) -> str:
        """The mode while an answer may come, else empty."""
        waits = lane.status == RUNNING and answers(lane) == self.seen
        return self.mode if waits and lane.mode != self.mode else ""


def answers(lane: LaneState) -> tuple[int, int, int]:
    """What grows when a lane answers a change of mode."""
    return len(lane.mode_changes), len(lane.compile_failures), lane.attempt
