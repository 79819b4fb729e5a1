"""Screens as grids: what is painted from one is that screen again, whatever is on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.keys.test_actions import racing
from tui.film.casts.cast import BEGIN
from tui.film.casts.keyframe import keyframe
from tui.film.pictures.ansi import changes_ansi, full_ansi
from tui.film.pictures.cells import PLAIN, Cell, CellLook, Grid, runs
from tui.film.pictures.emulator import Emulator
from tui.film.pictures.live import live_grid

COLORS = st.none() | st.tuples(*[st.integers(0, 255)] * 3)
LOOKS = st.builds(CellLook, COLORS, COLORS, *[st.booleans()] * 4)
CELLS = st.builds(Cell, st.sampled_from("aZ0 ⣿━╭█é●"), LOOKS)


def grids(columns: int, rows: int) -> st.SearchStrategy[Grid]:
    row = st.tuples(*[CELLS] * columns)
    return st.builds(lambda cells: Grid(columns, cells), st.tuples(*[row] * rows))


@given(grids(5, 3), grids(5, 3))
def test_painting_a_grid_and_its_changes_gives_the_grid(first: Grid, second: Grid) -> None:
    terminal = Emulator(5, 3)
    terminal.feed(BEGIN + full_ansi(first))
    assert terminal.grid().rows == first.rows
    terminal.feed(changes_ansi(first, second))
    assert terminal.grid().rows == second.rows


def test_equal_grids_have_no_changes() -> None:
    grid = Grid(2, ((Cell("a"), Cell("b")),))
    assert changes_ansi(grid, grid) == ""


@given(st.lists(CELLS, max_size=20))
def test_runs_are_the_row_in_stretches(cells: list[Cell]) -> None:
    told = runs(tuple(cells))
    again = [Cell(character, look) for _, text, look in told for character in text]
    assert again == cells
    assert [column for column, _, _ in told] == [
        sum(len(text) for _, text, _ in told[:number]) for number in range(len(told))
    ]


async def test_the_live_screen_is_what_a_terminal_would_show() -> None:
    async with racing() as (app, _, pilot):
        for keys in ((), ("i",), ("escape", "question_mark"), ("escape", "m")):
            await pilot.press(*keys)
            await pilot.pause()
            terminal = Emulator(*app.size)
            terminal.feed(BEGIN + keyframe(app))
            grid = live_grid(app)
            assert grid.text == terminal.grid().text
            # Drawn without asking for colours that this console may not have.
            assert {cell.look.paper for row in grid.rows for cell in row} != {None}
            assert len(grid.rows) == 36
            assert all(len(row) == 120 for row in grid.rows)


async def test_a_keyframe_takes_nothing_from_the_next_repaint() -> None:
    async with racing() as (app, _, _pilot):
        app.main.keys.show_sign("rec")
        app.main.refresh()
        compositor = app.screen._compositor
        compositor._dirty_regions.add(app.main.keys.region)
        keyframe(app)
        assert app.main.keys.region in compositor._dirty_regions


def test_wide_characters_take_two_cells_and_reverse_swaps_colours() -> None:
    terminal = Emulator(6, 1)
    terminal.feed("\x1b[7;31ma\x1b[0m漢b")
    (row,) = terminal.grid().rows
    assert [cell.text for cell in row] == ["a", "漢", "", "b", " ", " "]
    assert row[0].look.paper == (197, 15, 31)
    assert row[3].look == PLAIN


@given(
    st.lists(st.text() | st.sampled_from(["\x1b[?4m", "\x1b[>4;1m", "\x1b[38:2:1:2:3m", "\x1b[3"]))
)
def test_an_emulator_survives_any_output(pieces: list[str]) -> None:
    terminal = Emulator(4, 2)
    for piece in pieces:
        terminal.feed(piece)
    assert len(terminal.grid().rows) == 2
