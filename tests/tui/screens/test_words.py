"""A word under the pointer tells itself in the bottom line, and `w` goes from word to word."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.tui.keys.test_actions import racing
from tui.app import FwdashApp
from widgets.glossary import NAMED
from widgets.key_bar import KeyBar


def rows(app: FwdashApp) -> list[str]:
    """The screen's text, a string a row."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def bottom(app: FwdashApp) -> str:
    return rows(app)[-1].strip()


async def point_at(app: FwdashApp, pilot: Pilot[None], text: str, further: int = 0) -> str:
    """The bottom line with the pointer on that text, or so many cells further right."""
    y, row = next((y, row) for y, row in enumerate(rows(app)) if text in row)
    await pilot.hover(offset=(row.index(text) + further, y))
    await pilot.pause()
    return bottom(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)], ids=str)
@pytest.mark.parametrize(
    ("text", "further", "name"),
    [
        ("step time", 2, "step time"),
        ("pace", 0, "pace"),
        ("same", 0, "same losses"),
        ("same", 16, "same losses"),  # what stands further on that line
        ("turns", 0, "turns, free"),
    ],
)
async def test_a_word_under_the_pointer_tells_itself(
    size: tuple[int, int], text: str, further: int, name: str
) -> None:
    async with racing(size=size) as (app, _, pilot):
        told = await point_at(app, pilot, text, further)
        assert told.startswith(f"{name}  ")
        assert NAMED[name].full in told


async def test_a_figure_tells_what_it_is() -> None:
    async with racing(size=(200, 50)) as (app, _, pilot):
        row = next(row for row in rows(app) if "device time" in row)
        label = row.index("device time")
        figure = next(at for at in range(label + 11, len(row)) if row[at] != " ")
        assert (await point_at(app, pilot, "device time", figure - label)).startswith("device time")


async def test_the_keys_come_back_when_the_pointer_leaves_or_a_key_is_pressed() -> None:
    async with racing() as (app, _, pilot):
        keys = bottom(app)
        assert await point_at(app, pilot, "step time") != keys
        assert await point_at(app, pilot, "digits-mlp") == keys
        assert await point_at(app, pilot, "step time") != keys
        await pilot.press("l")
        await pilot.pause()
        assert bottom(app) == keys


async def test_a_key_goes_round_the_words_on_the_screen() -> None:
    async with racing() as (app, _, pilot):
        told: list[str] = []
        for _ in range(60):
            await pilot.press("w")
            await pilot.pause()
            told.append(bottom(app).partition("  ")[0])
        assert {"same losses", "pace", "step time", "device time", "turns, free"} <= set(told)
        first = told.index(told[0], 1)
        assert told[:3] == told[first : first + 3]
        await pilot.press("escape")
        await pilot.pause()
        assert app.main.query_one(KeyBar)._word is None


async def test_the_detail_screen_tells_its_words_too() -> None:
    async with racing(size=(120, 40)) as (app, _, pilot):
        await pilot.press("i")
        await pilot.pause()
        assert (await point_at(app, pilot, "p99")).startswith("p90, p99  ")
