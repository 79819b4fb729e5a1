"""The words of a form's row: where they stand, and what a note does that is too long."""

from __future__ import annotations

import pytest

from widgets.form_row import Note, Words, row_lines

SHORT = (Words("seed"),)
LANE = (Words("1"), Words("@", 11), Words("+", 26))
LONG = "one two three four five six seven"


def lines(words: tuple[Words, ...], note: Note, column: int, width: int) -> list[str]:
    return [line.plain for line in row_lines(words, note, column, width)]


def test_words_stand_at_their_columns_and_a_note_beside_the_fields() -> None:
    assert lines(SHORT, Note("hint"), 10, 40) == ["seed      hint"]
    assert lines(LANE, Note(), 2, 60) == ["1" + " " * 10 + "@" + " " * 14 + "+"]


def test_a_hint_that_is_too_long_is_cut_and_what_is_wrong_is_shown_whole() -> None:
    assert lines(SHORT, Note(LONG), 10, 22) == ["seed      one two thr…"]
    for note in (Note(LONG, wrong=True), Note(LONG, whole=True)):
        shown = lines(SHORT, note, 10, 22)
        assert len(shown) > 1
        assert shown[0].startswith("seed      one")
        assert all(line.startswith(" " * 10) for line in shown[1:])
        assert " ".join(" ".join(shown).split()) == f"seed {LONG}"
        assert all(len(line) <= 22 for line in shown)


def test_where_there_is_no_place_beside_the_fields_the_note_stands_below() -> None:
    first, *rest = lines(LANE, Note("core 77 is not there", wrong=True), 2, 60)
    assert first.endswith("+")
    assert rest == ["  core 77 is not there"]


@pytest.mark.parametrize("width", [1, 5, 10, 11])
def test_a_screen_narrower_than_the_fields_is_no_error(width: int) -> None:
    for note in (Note(LONG), Note(LONG, wrong=True), Note("[b]漢字[/b] \\[x]", wrong=True)):
        assert lines(SHORT, note, 10, width)[0].startswith("seed")
