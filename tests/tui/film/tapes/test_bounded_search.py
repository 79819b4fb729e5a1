"""Patterns that would be looked for longer than anybody waits."""

from __future__ import annotations

import re
import signal
import time

import pytest

from tui.film.tapes.bounded_search import SEARCH_SECONDS, TooLong, found

SCREEN = ("x" * 60 + " torch training 12 % " + "-" * 60 + "\n") * 36


def test_a_pattern_is_found_or_not() -> None:
    assert found(re.compile(r"training\s+\d+ %"), SCREEN)
    assert not found(re.compile("finished"), SCREEN)


@pytest.mark.parametrize("pattern", ["(x+)+$", "(x|xx)+y", "(.*)*!", r"(?:-|--)+\n\n"])
def test_a_pattern_that_can_match_in_too_many_ways_is_given_up(pattern: str) -> None:
    before = time.process_time()
    with pytest.raises(TooLong):
        found(re.compile(pattern), SCREEN)
    assert time.process_time() - before >= SEARCH_SECONDS / 2


def test_afterwards_no_clock_runs_and_the_signal_is_as_it_was() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with pytest.raises(TooLong):
        found(re.compile("(x+)+$"), SCREEN)
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGVTALRM) is before
