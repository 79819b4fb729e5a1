"""A recording holds pictures only, and all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.film.casts.stripping import shown_output

NO_PICTURE = (
    "\x1b[?1049h", "\x1b[?1000h", "\x1b[?1003h", "\x1b[?1015h", "\x1b[?1006h", "\x1b[?1016h",
    "\x1b[?1004h", "\x1b[>25u", "\x1b[<u", "\x1b[=5u", "\x1b[?u", "\x1b[?2026$p", "\x1b[?2048$p",
    "\x1b[?2048h", "\x1b[?2004h", "\x1b[?2004l", "\x1b[?2026h", "\x1b[?2026l", "\x1b[?1049l",
    "\x1b[c", "\x1b[>c", "\x1b[6n", "\x1b[18t", "\x1b[>q", "\x1b]22;default\x07",
    "\x1b]52;c;c2VjcmV0\x07", "\x1b]11;?\x1b\\", "\x1bP+q544e\x1b\\", "\x1b_Gi=31\x1b\\",
)  # fmt: skip
PICTURE = (
    "\x1b[?25l", "\x1b[?25h", "\x1b[?7l", "\x1b[0m", "\x1b[1;38;2;1;2;3;48;2;4;5;6m", "\x1b[12;34H",
    "\x1b[2J", "\x1b[K", "\n", "\r", "⣿⡇━╭ K keras",
)  # fmt: skip
TEXT = st.text(st.characters(exclude_characters="\x1b"))


@pytest.mark.parametrize("sequence", NO_PICTURE)
def test_what_is_no_picture_is_taken_out(sequence: str) -> None:
    assert shown_output(f"a{sequence}b") == "ab"


@given(st.lists(st.sampled_from(PICTURE) | TEXT | st.sampled_from(NO_PICTURE)))
def test_pictures_stay_as_they_were_and_in_order(pieces: list[str]) -> None:
    shown = [piece for piece in pieces if piece not in NO_PICTURE]
    assert shown_output("".join(pieces)) == "".join(shown)


@given(st.lists(st.sampled_from(PICTURE + NO_PICTURE) | st.text()))
def test_stripping_what_was_stripped_changes_nothing(pieces: list[str]) -> None:
    once = "".join(shown_output(piece) for piece in pieces if "\x1b" not in piece[1:])
    assert shown_output(once) == once


def test_of_several_modes_at_once_those_of_the_picture_stay() -> None:
    assert shown_output("\x1b[?1000;25;1006l") == "\x1b[?25l"
