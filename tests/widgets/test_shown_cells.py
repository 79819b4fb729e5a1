"""Only cells that differ are written, and after any frames the terminal shows the last one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from widgets import shown_cells
from widgets.shown_cells import ShownCells, harmless

WIDTH, HEIGHT = 24, 3
STYLES = (
    None,
    Style(color="#e69f00", bgcolor="#121212"),
    Style(color="#e69f00", bgcolor="#242424", bold=True),
    Style(color="#56b4e9", bgcolor="#121212", underline=True),
    Style(bold=True),
)
TRUECOLOR = ColorSystem.TRUECOLOR
pieces = st.lists(
    st.tuples(st.text("ab ⠓⣿│1…日", min_size=1, max_size=9), st.sampled_from(STYLES)), max_size=5
)
frames = st.lists(st.lists(pieces, min_size=HEIGHT, max_size=HEIGHT), min_size=1, max_size=5)


def strip_of(parts: Sequence[tuple[str, Style | None]]) -> Strip:
    strip = Strip([Segment(text, style) for text, style in parts])
    return strip.adjust_cell_length(WIDTH)


def whole(strips: Sequence[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[strip] for strip in strips], Region(0, 0, WIDTH, len(strips)))


def part(strips: Mapping[int, Strip]) -> ChopsUpdate:
    """An update of some rows, each one widget wide."""
    chops = [{0: strips.get(y)} for y in range(HEIGHT)]
    return ChopsUpdate(chops, [(y, 0, WIDTH) for y in strips], [[WIDTH]] * HEIGHT)


@given(frames)
def test_the_terminal_shows_the_last_frame(
    told: list[list[list[tuple[str, Style | None]]]],
) -> None:
    shown = ShownCells()
    screen = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(screen)
    for number, frame in enumerate(told):
        strips = [strip_of(parts) for parts in frame]
        update = part(dict(enumerate(strips))) if number else whole(strips)
        stream.feed(shown.write(update, TRUECOLOR))
        for y, strip in enumerate(strips):
            x = 0
            for text, style, _ in strip:
                for character in text:
                    cell = screen.buffer[y][x]
                    ink = (
                        style.color.get_truecolor().hex[1:] if style and style.color else "default"
                    )
                    assert (cell.data, cell.fg) == (character, ink)
                    assert cell.bold == bool(style and style.bold)
                    x += cell_len(character)


def test_the_same_frame_again_writes_nothing() -> None:
    shown = ShownCells()
    strips = {y: strip_of([("loss ", STYLES[1]), ("0.25", STYLES[2])]) for y in range(HEIGHT)}
    shown.write(part(strips), TRUECOLOR)
    assert shown.write(part(strips), TRUECOLOR) == ""


def test_one_digit_is_a_jump_a_style_and_a_digit() -> None:
    shown = ShownCells()
    shown.write(part({1: strip_of([("loss 0.25", STYLES[1])])}), TRUECOLOR)
    text = shown.write(part({1: strip_of([("loss 0.26", STYLES[1])])}), TRUECOLOR)
    assert text == "\x1b[2;9H\x1b[38;2;230;159;0;48;2;18;18;18m6\x1b[0m"


def test_runs_with_little_between_them_are_one_and_far_ones_are_jumped_to() -> None:
    shown = ShownCells()
    shown.write(part({0: strip_of([("a.b..........c", None)])}), TRUECOLOR)
    text = shown.write(part({0: strip_of([("A.B..........C", None)])}), TRUECOLOR)
    assert text == "\x1b[1;1HA.B\x1b[10CC"


def test_a_full_frame_is_written_in_full_and_forgetting_repaints() -> None:
    shown = ShownCells()
    strips = [strip_of([("abc", None)])] * HEIGHT
    first = shown.write(whole(strips), TRUECOLOR)
    assert first.count("abc") == HEIGHT
    assert shown.write(whole(strips), TRUECOLOR) == first
    shown.forget()
    assert "abc" in shown.write(part({0: strips[0]}), TRUECOLOR)


def test_characters_taken_for_one_cell_are_one_cell() -> None:
    assert {cell_len(character) for character in shown_cells.ONE_CELL} == {1}


def test_textual_still_crops_at_the_right_only() -> None:
    """If this fails, Textual has learnt to write less by itself: look at what is still needed."""
    from rich.console import Console

    update = ChopsUpdate([{0: strip_of([("0123456789", None)])}], [(0, 6, 8)], [[WIDTH]])
    assert "01234567" in update.render_segments(Console(force_terminal=True))


def test_a_strip_longer_than_it_says_is_written_whole() -> None:
    shown = ShownCells()
    for _ in range(2):
        text = shown.write(part({0: Strip([Segment("abcdef")], 3)}), TRUECOLOR)
        assert "abcdef" in text


def test_a_text_that_would_command_the_terminal_is_shown_without_what_does() -> None:
    harmful = strip_of([("a\x1b[2Jb\x07\n\u202ec\x9b", None)])
    written = ShownCells().write(whole([harmful, strip_of([("d", None)])]), TRUECOLOR)
    assert "a[2Jbc" in written
    assert not {"\x07", "\n", "\u202e", "\x9b"} & set(written)
    assert "\x1b[2J" not in written
    assert harmless(harmful).cell_length == WIDTH
