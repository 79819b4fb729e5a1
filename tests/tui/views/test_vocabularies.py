"""Every phase and reason that the engines have looks like something on the screen."""

from __future__ import annotations

from engines.left_out import LeftOut
from engines.phases import ENDED, PhaseName
from widgets.lane_fields import PHASE_GLYPHS
from widgets.phase_rows import PATTERNS
from widgets.step_time_rows import LEFT_OUT


def test_each_phase_has_a_glyph() -> None:
    # A process that does nothing is not in the phase that it said last: the screen's own words.
    assert set(PHASE_GLYPHS) == {*PhaseName, "suspended", "zombie"}


def test_each_phase_that_takes_time_has_a_pattern_of_its_own() -> None:
    assert set(PATTERNS) == set(PhaseName) - set(ENDED)
    assert len(set(PATTERNS.values())) == len(PATTERNS)


def test_each_reason_to_leave_a_chunk_out_has_words() -> None:
    assert set(LEFT_OUT) == set(LeftOut)
