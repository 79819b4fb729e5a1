"""When another learning rate comes: soon, ahead of every lane, never after the end."""

from __future__ import annotations

from engines.training.settings_change import Pace, step_of_change


def pace(step: int, seconds_per_step: float) -> Pace:
    made = Pace()
    made.took(step, 10, 10 * seconds_per_step)
    return made


def test_it_comes_two_turns_ahead_of_the_fastest_lane() -> None:
    fast, slow = pace(1000, 0.001), pace(20, 0.1)
    assert step_of_change([fast, slow], 0.2, 10, None) == 1400
    assert step_of_change([slow], 0.2, 10, None) == 40


def test_it_is_at_least_two_chunks_ahead_where_a_turn_holds_hardly_a_step() -> None:
    assert step_of_change([pace(7, 60.0)], 0.2, 10, None) == 30
    assert step_of_change([Pace()], 0.2, 10, None) == 20


def test_it_is_never_after_the_end_of_the_run() -> None:
    assert step_of_change([pace(95, 60.0)], 0.2, 10, 100) is None
    assert step_of_change([pace(70, 60.0)], 0.2, 10, 100) == 90
    assert step_of_change([pace(80, 60.0)], 0.2, 10, 100) is None, "no step would be left for it"
