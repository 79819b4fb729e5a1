"""What one concludes from a run, in sentences: whether it is the same work, and how fast each lane is."""

from __future__ import annotations

from collections.abc import Iterable

from engines.lane import in_mode
from engines.run.break_even import BreakEven, break_even
from engines.run.lane_state import LaneState
from engines.run.mode_paces import told_before
from engines.run.pace_words import pace_text
from engines.run.parity import Difference
from engines.run.run import Run
from engines.run.same_work import SameWork, alike_within, precision_of, same_work
from engines.run.turn_ratio import TurnRatio, Verdict


def pace(run: Run, lane_id: str) -> TurnRatio:
    """A lane against the reference lane, in the modes that both are in now."""
    return run.pace[lane_id].beside(run.lanes[lane_id].mode, run.lanes[run.reference].mode)


def conclusions(run: Run) -> tuple[str, ...]:
    """The sentences, that of the pace last; none of what a run of one lane cannot tell."""
    told = [*turning_sentences(run.lanes.values()), *compiling_sentences(run)]
    if len(run.lanes) > 1:
        told = [work_sentence(run), *told, pace_sentence(run)]
    return tuple(told)


def work_sentence(run: Run) -> str:
    """Whether all lanes do the reference's work."""
    words = {lane_id: same_work(run, lane_id) for lane_id in run.parity}
    if all(word == SameWork.SAME for word in words.values()):
        largest = max(difference.largest or 0.0 for difference in run.parity.values())
        of = f"{run.reference}'s at the same step"
        coarse = precision_of(run) != "float32"
        told = f" ({alike_within(run):g} may be in {precision_of(run)})" if coarse else ""
        return f"same work: no loss is further than {largest:.2g} from {of}{told}"
    lanes = [
        f"{lane_id} {word}{_apart(word, run.parity[lane_id])}" for lane_id, word in words.items()
    ]
    return f"work beside {run.reference}: {'; '.join(lanes)}"


def _apart(word: SameWork, difference: Difference) -> str:
    match word:
        case SameWork.NOT_YET:
            return ""
        case SameWork.BY_CHANCE:
            return " (each draws its own random numbers)"
        case SameWork.FAILED:
            return f" (from step {difference.failed_at:,} on a loss is not finite)"
        case SameWork.SAME:
            return f" (within {difference.largest:.2g})"
        case _:
            early = f"{difference.early:.2g}, then " if word == SameWork.SAME_AT_FIRST else ""
            return f" ({early}{difference.largest:.2g} apart at step {difference.at_step:,})"


def turning_sentences(lanes: Iterable[LaneState]) -> list[str]:
    """That the test loss has turned up: one sentence for all lanes of which that is so."""
    turned = [(lane.id, lane.test_course) for lane in lanes if lane.test_course.turned]
    told = (
        f"{lane_id} {one.lowest:.3g} at step {one.lowest_step:,}, "
        f"{one.last:.3g} at step {one.last_step:,}"
        for lane_id, one in turned
    )
    return [f"the test loss has turned up: {'; '.join(told)}"] if turned else []


def compiling_sentences(run: Run) -> list[str]:
    """What compiling cost and brought, of each lane that ran in both ways."""
    return [
        _compiling(lane.id, row)
        for lane in run.lanes.values()
        for row in break_even(lane, run.pace[lane.id])
        if row.compared and row.compile_seconds is not None
    ]


def _compiling(lane_id: str, row: BreakEven) -> str:
    cost = f"compiling {in_mode(lane_id, row.mode)} cost {row.compile_seconds:.2g} s"
    if row.loading_seconds:
        cost += f" ({row.loading_seconds:.2g} s of it to load the compiler)"
    brings = f"beside {row.plain} {row.gain_text}, {row.how}"
    match row.gain.told.verdict:
        case Verdict.FASTER if row.steps is not None:
            low, high = row.steps_between or (row.steps, row.steps)
            return f"{cost}: {brings}: paid back after {row.steps:,} steps ({low:,}-{high:,})"
        case Verdict.SLOWER:
            return f"{cost}: {brings}: never paid back"
    return f"{cost}: {brings}"


def pace_sentence(run: Run) -> str:
    """How many times slower or faster than the reference each lane's steps are."""
    reference = run.lanes[run.reference]
    told = (f"{_named(run.lanes[each])} {_pace(run, each)}" for each in run.parity)
    return f"pace to {_named(reference)}: {'; '.join(told)}"


def _pace(run: Run, lane_id: str) -> str:
    """What is said of a lane; where nothing is yet, also what was said of the modes before."""
    now = pace(run, lane_id)
    before = told_before(run, lane_id) if now.verdict == Verdict.NOT_YET else None
    if before is None:
        return pace_text(now)
    beside = in_mode(run.reference, before.reference_mode)
    return f"{pace_text(now)}, but {before.text} as {before.mode} to {beside}"


def _named(lane: LaneState) -> str:
    return in_mode(lane.id, lane.mode_label)
