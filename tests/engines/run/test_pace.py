"""Pace: ratios turn by turn hold the truth, feel no noise that meets all lanes, and mix nothing."""

from __future__ import annotations

import numpy as np
import pytest

from engines.events import Crashed, ModeChanged, Phase, SettingsChanged, Started, Steps
from engines.run.conclusions import pace_sentence
from engines.run.kept_turns import MOST, KeptTurns
from engines.run.mode_paces import mode_paces, told_before
from engines.run.run import Run
from engines.run.summary import summarise
from engines.run.turn_ratio import FEWEST, TurnRatio, Verdict, paired, unpaired
from tests.engines.run.turns import race, turn
from tests.engines.streams import header

RATIOS = {"torch": 1.0, "keras": 1.3, "jax": 0.7}


def raced(rounds: int, **noise: float) -> Run:
    """The run of three lanes with planted ratios."""
    run = Run(header(*RATIOS))
    run.apply_all(race(RATIOS, rounds, **noise))  # type: ignore[arg-type]
    return run


def beside(run: Run, lane: str) -> TurnRatio:
    """What is said of a lane now."""
    return run.pace[lane].beside(run.lanes[lane].mode, run.lanes[run.beside(lane)].mode)


@pytest.mark.parametrize("lane", ["keras", "jax"])
def test_intervals_hold_the_planted_ratio_as_often_as_they_say(lane: str) -> None:
    told = [beside(raced(40, common=0.2, own=0.03, seed=seed), lane) for seed in range(60)]
    truth = RATIOS[lane]
    hits = sum(one.low <= truth <= one.high for one in told if one.low and one.high)
    assert hits >= 52
    assert all(one.verdict == (Verdict.SLOWER if truth > 1 else Verdict.FASTER) for one in told)


def test_noise_that_meets_all_lanes_does_not_widen_the_interval() -> None:
    for seed in range(5):
        run = raced(60, common=0.3, own=0.01, seed=seed)
        alone = {lane: pace.kept["eager / "].values for lane, pace in run.pace.items()}
        apart = unpaired(alone["keras"], alone["torch"])
        one = beside(run, "keras")
        assert one.width - 1 < (apart.width - 1) / 3


def test_lanes_alike_do_not_differ() -> None:
    run = Run(header("torch", "keras"))
    run.apply_all(race({"torch": 1.0, "keras": 1.0}, 50, common=0.3, own=0.02, seed=3))
    assert beside(run, "keras").verdict == Verdict.NO_DIFFERENCE


def test_few_turns_and_wide_intervals_say_nothing_yet() -> None:
    # The last turn is not over, before its lane has ended.
    assert beside(raced(FEWEST), "jax").verdict == Verdict.NOT_YET
    assert beside(raced(FEWEST + 1), "jax").verdict == Verdict.FASTER
    assert beside(raced(20, own=0.9), "jax").verdict == Verdict.NOT_YET
    assert beside(raced(0), "jax") == TurnRatio(0)


@pytest.mark.parametrize("end", ["finished", "stopped", "crashed"])
def test_the_last_turn_of_a_lane_is_over_with_the_lane(end: str) -> None:
    run = raced(FEWEST)
    if end == "crashed":
        run.apply(Crashed(lane="jax", at=run.at, reason="killed by SIGKILL"))
    else:
        run.apply(Phase(lane="jax", at=run.at, phase=end))
    assert (beside(run, "jax").turns, beside(run, "keras").turns) == (FEWEST, FEWEST - 1)
    assert beside(run, "jax").verdict == Verdict.FASTER
    # It is not counted twice, whatever is said after the end.
    run.apply(Phase(lane="jax", at=run.at, phase="stopped"))
    assert beside(run, "jax").turns == FEWEST


def test_pairs_of_modes_that_had_enough_turns_are_told_whatever_holds_now() -> None:
    run = raced(20)
    run.apply(mode("torch", "compile", "eager", at=run.at))
    run.apply_all(race(RATIOS | {"torch": 0.5}, 4, at=run.at))
    (jax,) = mode_paces(run, "jax")
    assert (jax.mode, jax.reference_mode, jax.told.turns) == ("eager", "eager", 20)
    assert jax.told.ratio == pytest.approx(0.7)
    # While nothing can be said of what holds now, what was said before stands beside it.
    assert told_before(run, "jax") == jax
    assert f"but {jax.text} as eager to torch+eager" in pace_sentence(run)
    run.apply_all(race(RATIOS | {"torch": 0.5}, 20, at=run.at))
    assert [one.reference_mode for one in mode_paces(run, "jax")] == ["eager", "compile"]
    assert "but" not in pace_sentence(run)
    told = summarise(run, None)["pace"]["lanes"]["jax"]
    assert [one["reference_mode"] for one in told["by_modes"]] == ["eager", "compile"]
    assert told["by_modes"][1]["text"] == told["text"]


def test_an_outlier_of_one_lane_changes_little() -> None:
    quiet = np.full(40, 1.3)
    loud = quiet.copy()
    loud[::8] = 30.0
    assert paired(loud).ratio == pytest.approx(1.3)
    assert paired(loud).verdict == Verdict.SLOWER


def mode(lane: str, new: str, previous: str, at: float = 0.0) -> ModeChanged:
    return ModeChanged(lane=lane, at=at, mode=new, previous=previous, step=1, seconds=0.0)


@pytest.mark.parametrize("changed", ["torch", "jax"])
def test_modes_do_not_mix_and_are_found_again(changed: str) -> None:
    run = raced(20)
    before = beside(run, "jax")
    run.apply(mode(changed, "compile", "eager", at=run.at))
    assert beside(run, "jax") == TurnRatio(0)
    faster = RATIOS | {changed: RATIOS[changed] / 2}
    run.apply_all(race(faster, 20, at=run.at))
    ratio = beside(run, "jax").ratio
    assert ratio == pytest.approx(faster["jax"] / faster["torch"])
    run.apply(mode(changed, "eager", "compile", at=run.at))
    assert beside(run, "jax").ratio == before.ratio


def test_batch_sizes_do_not_mix() -> None:
    run = raced(20)
    change = SettingsChanged(lane="torch", at=run.at, learning_rate=0.1, batch_size=128, step=1)
    run.apply(change)
    assert beside(run, "keras") == TurnRatio(0)
    # The others have not come to the step yet.
    run.apply_all(race(RATIOS, 20, at=run.at))
    assert beside(run, "keras") == TurnRatio(0)
    for lane in ("keras", "jax"):
        run.apply(SettingsChanged(lane=lane, at=run.at, learning_rate=0.1, batch_size=128, step=9))
    run.apply_all(race(RATIOS, 20, at=run.at))
    assert beside(run, "keras").ratio == pytest.approx(1.3)
    # Another rate is the same work.
    run.apply(SettingsChanged(lane="jax", at=run.at, learning_rate=0.2, batch_size=128, step=9))
    assert beside(run, "jax").turns == 19


@pytest.mark.parametrize("lane", ["torch", "jax"])
def test_a_restart_begins_anew(lane: str) -> None:
    run = raced(20)
    run.apply(Started(lane=lane, at=run.at, pid=2, attempt=2, device="cpu", mode="eager"))
    assert beside(run, "jax") == TurnRatio(0)
    # What a lane did alone is not another's history.
    assert ("eager / " in run.pace["torch"].kept) == (lane == "jax")
    assert "eager / " in run.pace["keras"].kept


def left_out(event: Steps, why: str) -> Steps:
    """The same turn, none of whose chunks is a sample."""
    told = {name: getattr(event, name) for name in event.__struct_fields__}
    return Steps(**told | {"left_out": ("turn", *(why for _ in event.left_out[1:]))})


def test_turns_without_a_sample_have_no_pair() -> None:
    run = Run(header(*RATIOS))
    run.apply_all(left_out(event, "contended") for event in race(RATIOS, 30))
    assert beside(run, "keras") == TurnRatio(0)


def test_a_turn_is_used_once_and_no_turn_of_long_ago() -> None:
    run = raced(20)
    turns = beside(run, "keras").turns
    for n in range(30):
        run.apply(turn("keras", 1000 + n * 41, run.at + 0.01, 0.5))
    # The one in hand has met the last turn of torch.
    assert beside(run, "keras").turns == turns + 1
    assert beside(run, "keras").ratio == pytest.approx(1.3)


def test_lanes_on_devices_of_their_own_are_paired_by_time() -> None:
    run = Run(header("torch", "jax"))
    told = [turn(lane, 1 + n * 41, n * 1.0, seconds)
            for n in range(30) for lane, seconds in (("torch", 0.02), ("jax", 0.01))]  # fmt: skip
    run.apply_all(sorted(told, key=lambda event: event.at))
    assert beside(run, "jax").ratio == pytest.approx(0.5)
    assert beside(run, "jax").turns >= 28


def test_long_runs_keep_turns_of_all_their_length_in_bounded_memory() -> None:
    kept = KeptTurns()
    for n in range(10_000):
        kept.add(float(n + 1))
    assert MOST // 2 <= len(kept) < MOST
    assert kept.seen == 10_000
    assert kept.values[0] == 1
    assert kept.values[-1] > 9_900
    assert len(set(np.diff(kept.values))) == 1
    again = KeptTurns.of(kept.state)
    kept.add(7.0)
    again.add(7.0)
    assert again.state == kept.state


def test_events_folded_together_give_the_same() -> None:
    one, other = Run(header(*RATIOS)), Run(header(*RATIOS))
    events = list(race(RATIOS, 12, common=0.2, own=0.1))
    one.apply_all(events)
    for event in events:
        other.apply(event)
    assert beside(one, "jax") == beside(other, "jax")


def test_two_modes_that_alternate_are_paired_with_one_another() -> None:
    run = Run(header("torch"))
    at, first = 0.0, 1
    for n in range(20):
        new, old, seconds = ("compile", "eager", 8e-4) if n % 2 else ("eager", "compile", 1e-3)
        if n:
            run.apply(mode("torch", new, old, at))
        told = turn("torch", first, at, seconds * (1 + 0.05 * n))
        run.apply(told)
        at, first = told.at + 0.4, first + 41
    told_of = paired(run.pace["torch"].kept["compile : eager"].values)
    assert told_of.turns == 9
    assert told_of.ratio == pytest.approx(0.8, rel=0.06)
