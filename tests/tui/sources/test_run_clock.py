"""The watcher's clock agrees with the owner's as nearly as what is read allows."""

from __future__ import annotations

import pytest

from tui.sources.run_clock import RunClock


class Time:
    """A monotonic clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time() -> Time:
    return Time()


def test_while_catching_up_it_shows_what_was_reached(time: Time) -> None:
    clock = RunClock(time)
    assert clock.now() == 0.0
    clock.reach(12.0)
    time.seconds += 5
    clock.reach(11.0)
    assert clock.now() == 12.0


def test_it_begins_from_the_last_event_and_its_age(time: Time) -> None:
    clock = RunClock(time)
    clock.begin(at=60.0, age=2.5)
    assert clock.now() == 62.5
    time.seconds += 1
    assert clock.now() == 63.5


def test_a_file_time_in_the_future_counts_as_now(time: Time) -> None:
    clock = RunClock(time)
    clock.begin(at=60.0, age=-30.0)
    assert clock.now() == 60.0


def test_an_event_heard_live_replaces_the_guess_and_later_ones_only_better_it(time: Time) -> None:
    clock = RunClock(time)
    clock.begin(at=60.0, age=40.0)
    clock.hear(61.0)
    assert clock.now() == 61.0
    time.seconds += 1  # at the owner it is 62.2
    clock.hear(62.2)
    assert clock.now() == pytest.approx(62.2)
    time.seconds += 1  # heard late
    clock.hear(62.9)
    assert clock.now() == pytest.approx(63.2)


def test_it_is_never_behind_what_is_shown_and_stops_with_the_run(time: Time) -> None:
    clock = RunClock(time)
    clock.begin(at=60.0, age=0.0)
    clock.reach(70.0)
    assert clock.now() == 70.0
    time.seconds += 100
    assert clock.now() == 160.0
    clock.stop()
    assert clock.now() == 70.0
