"""Whether a switched cost is told from noise."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from tests.benchmarks.paired import Ratio, Sample, order, ratio, verdict

CONDITIONS = ("off", "on", "off again")


def samples(
    blocks: int,
    *,
    cost: float,
    noise: float,
    drift: float = 0.0,
    bursts: float = 0.0,
    seed: int = 0,
) -> list[Sample]:
    """Slices of steps of a millisecond, to which `on` adds a share."""
    chance = np.random.default_rng(seed)
    taken = []
    for number, (block, condition) in enumerate(order(CONDITIONS, blocks, seed)):
        value = 1e-3 * math.exp(chance.normal(0, noise) + drift * number)
        value *= 1 + cost if condition == "on" else 1
        value *= 2 if chance.random() < bursts else 1
        taken.append(Sample(block, condition, value))
    return taken


QUIET = Ratio(1, 0.999, 1.001, 80)
"""A control."""


def found(taken: list[Sample], over: str = "on", *under: str, middle_half: bool = False) -> Ratio:
    one = ratio(taken, over, *(under or ("off",)), middle_half=middle_half)
    assert one is not None
    return one


def test_a_block_holds_each_condition_twice_and_reads_the_same_backwards() -> None:
    blocks = [
        [condition for _, condition in block]
        for _, block in itertools.groupby(order(CONDITIONS, 40, 1), key=lambda one: one[0])
    ]
    assert all(block == block[::-1] and sorted(block[:3]) == sorted(CONDITIONS) for block in blocks)
    assert len({tuple(block) for block in blocks}) == 6


@pytest.mark.parametrize("middle_half", [False, True])
def test_a_planted_cost_is_found_and_the_control_has_none(middle_half: bool) -> None:
    taken = samples(80, cost=0.03, noise=0.03)
    on = found(taken, middle_half=middle_half)
    assert on.low < 1.03 < on.high
    assert verdict(on, QUIET, 1.01, 96) == "MISSED"
    control = found(taken, "off again", middle_half=middle_half)
    assert control.low < 1 < control.high < 1.015


def test_no_cost_is_shown_where_the_machine_is_quiet_enough() -> None:
    assert verdict(found(samples(80, cost=0, noise=0.01)), QUIET, 1.01, 96) == "reached"


def test_a_steady_drift_is_no_cost() -> None:
    on = found(samples(40, cost=0, noise=0, drift=0.02))
    assert on.low == pytest.approx(1) == on.high


def test_a_few_disturbed_blocks_do_not_move_the_middle_half() -> None:
    taken = samples(80, cost=0, noise=0.01, bursts=0.02)
    calm = found(taken, middle_half=True)
    assert calm.high - calm.low < 0.02 < found(taken).high - found(taken).low


def test_noise_is_no_verdict_and_says_how_long_it_would_take() -> None:
    taken = samples(80, cost=0, noise=0.1)
    half = math.log(found(taken).high / found(taken).low) / 2
    told = verdict(found(taken), QUIET, 1.01, 96)
    needed = int(
        told.removeprefix("cannot be told here: about ").removesuffix(" s would be needed")
    )
    # The interval narrows with the root of time, to about half the bound.
    assert math.log(1.01) / 2 == pytest.approx(half * math.sqrt(96 / needed), rel=0.1)
    # That long, and it can be told.
    blocks = math.ceil(80 * needed / 96)
    assert verdict(found(samples(blocks, cost=0, noise=0.1)), QUIET, 1.01, needed) == "reached"


def test_a_cost_at_the_bound_cannot_be_told_by_waiting() -> None:
    told = verdict(Ratio(1.01, 1.008, 1.012, 500), QUIET, 1.01, 600)
    assert told == "cannot be told here: too near the bound"


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    held = 0
    for seed in range(100):
        on = found(samples(40, cost=0.02, noise=0.05, seed=seed))
        held += on.low <= 1.02 <= on.high
    assert 87 <= held <= 99


def test_slices_without_steps_leave_their_block_out() -> None:
    taken = samples(6, cost=0, noise=0.01)
    taken[0] = Sample(0, taken[0].condition, math.nan)
    over = "on" if taken[0].condition != "off again" else "off again"
    assert found(taken, over).blocks == 5
    assert ratio(taken[6:30], "on", "off") is None
    assert verdict(None, QUIET, 1.01, 10).startswith("cannot be told here")


def test_both_conditions_without_cost_tell_more_than_one() -> None:
    taken = samples(400, cost=0.03, noise=0.05)
    one, both = found(taken), found(taken, "on", "off", "off again")
    assert both.low < 1.03 < both.high
    assert both.high - both.low < 0.95 * (one.high - one.low)


def test_nothing_is_told_where_the_control_differs_from_itself() -> None:
    told = verdict(Ratio(0.97, 0.95, 0.99, 40), Ratio(0.97, 0.95, 0.99, 40), 1.01, 60)
    assert told == "cannot be told here: the control shows a difference where there is none"


def test_slices_that_the_cost_itself_left_without_steps_are_no_reason_for_reached() -> None:
    told = verdict(Ratio(1, 0.995, 1.005, 70), QUIET, 1.01, 60)
    assert told == "cannot be told here: too often there were no steps while it was on"
