"""Figures of before are not taken for those of now, for as long as no chunk is a sample."""

from __future__ import annotations

import pytest

from engines.run.lane_state import LaneState
from engines.run.run import Run
from tests.engines.streams import header, steps


def lane_after(*reasons: str, every: float = 0.1) -> LaneState:
    """A lane that trained a chunk each `every` seconds, samples or not."""
    run = Run(header("torch"))
    for number, reason in enumerate(reasons):
        run.apply(steps("torch", number + 1, [1.0], at=1 + number * every, left_out=reason))
    return run.lanes["torch"]


def test_a_lane_that_shares_its_device_has_no_step_time_of_now() -> None:
    lane = lane_after("", "", "contended")
    assert lane.untimed == "contended"
    assert lane.recent_step_seconds == pytest.approx(0.001), "what was before is still known"


def test_it_has_one_again_with_the_first_sample_and_no_sooner() -> None:
    assert lane_after("", "contended", "turn").untimed == "contended"
    assert lane_after("", "contended", "turn", "").untimed == ""


def test_the_first_chunk_of_a_turn_or_a_mode_is_no_doubt() -> None:
    assert lane_after("", "turn", "compile", "turn", every=9.0).untimed == ""


@pytest.mark.parametrize(("every", "untimed"), [(0.1, ""), (1.5, "suspended")])
def test_another_reason_is_one_once_it_lasts(every: float, untimed: str) -> None:
    assert lane_after("", "suspended", "suspended", every=every).untimed == untimed


def test_the_share_of_disturbed_chunks_is_of_those_that_would_be_samples() -> None:
    assert lane_after("turn", "", "disturbed", "turn", "", "disturbed").disturbed == 0.5
    assert lane_after("turn", "compile").disturbed == 0.0


def test_it_does_not_matter_how_chunks_came_in_events() -> None:
    told = [
        steps("torch", n + 1, [1.0], at=1.0 + n, left_out=why)
        for n, why in enumerate(["", "contended", "", "turn", "contended"])
    ]
    one, all_at_once = Run(header("torch")), Run(header("torch"))
    for event in told:
        one.apply(event)
    all_at_once.apply_all(told)
    lanes = [run.lanes["torch"] for run in (one, all_at_once)]
    assert lanes[0].unsampled == lanes[1].unsampled == {"turn": 1, "contended": 1}
    assert lanes[0].sampled_at == lanes[1].sampled_at == 3.0
