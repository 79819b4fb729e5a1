"""One cursor on every chart, own y-scales, and what is copied."""

from __future__ import annotations

import re
from typing import Any

import pytest
from textual.events import MouseMove
from textual.pilot import Pilot

from engines import events as ev
from engines.runlog.safe_event import safe_event
from tests.tui import scripted
from tests.tui.keys.test_actions import racing, said
from tests.tui.screens.test_race import SIX, screen_text
from tests.tui.scripted import Scripted
from tui.app import FwdashApp
from tui.screens.curves import METRICS
from widgets.chart import Picture, Plot, render


async def test_keys_move_the_cursor_on_all_charts_at_once() -> None:
    async with racing() as (app, _, pilot):
        app.main.chart.cursor = 1200.0
        await pilot.press("left", "right")
        x = app.main.chart.cursor
        assert x is not None
        for lane, pane in app.main.panes.items():
            assert pane.view is not None
            assert pane.view.cursor is not None
            assert abs(pane.view.cursor.step - x) <= 1
            state = app.known.lanes[lane]
            assert 0 < pane.view.cursor.lane_seconds < state.lane_seconds
            assert all(drawn.cursor == pane.view.cursor.step for drawn in pane._charts.values())
        text = screen_text(app)
        assert len(re.findall(r"lane \d+\.\d\d s", text)) == 3
        assert "┴ at  T 1," in text
        await pilot.press("escape")
        assert "same losses as T torch" in screen_text(app)
        assert all(pane.view.cursor is None for pane in app.main.panes.values() if pane.view)


async def test_the_pointer_on_a_small_chart_moves_it_too() -> None:
    async with racing() as (app, _, pilot):
        pane = app.main.panes["keras"]
        place = next(iter(pane._charts))
        region = pane.content_region
        await pilot._post_mouse_events(
            [MouseMove], None, offset=(region.x + place.x + 6, region.y + place.y), button=0
        )
        await pilot.pause()
        assert app.main.chart.cursor is not None
        assert 500 < app.main.chart.cursor < 1500
        jax = app.main.panes["jax"].view
        assert jax is not None
        assert jax.cursor is not None


@pytest.mark.parametrize("axis", ["lane", "wall"])
async def test_on_a_time_axis_each_lane_says_its_own_step(axis: str) -> None:
    async with racing() as (app, _, pilot):
        await pilot.press(*{"lane": "x", "wall": "xx"}[axis])
        app.main.chart.cursor = {"lane": 1.0, "wall": 9.5}[axis]
        app.tick()
        steps = {pane.view.cursor.step for pane in app.main.panes.values()
                 if pane.view and pane.view.cursor}  # fmt: skip
        assert len(steps) > 1


async def test_a_lane_that_does_not_reach_the_cursor_says_so() -> None:
    async with racing() as (app, _, pilot):
        app.main.chart.cursor = 2700.0
        app.tick()
        await pilot.pause()
        text = screen_text(app)
        assert "T not there" in text
        assert "J step 2,700" in text


async def test_own_scales_give_each_lane_its_own_axis_and_say_so() -> None:
    async with racing(size=(120, 40)) as (app, _, pilot):
        assert "one y-scale · all" in screen_text(app)
        app.main.charts.metric = METRICS[1]  # step times differ between the lanes
        app.tick()
        await pilot.press("Y")
        app.tick()
        await pilot.pause()
        assert "own y-scales · all" in screen_text(app)
        assert app.main.chart.picture.own_y
        axis = [strip.text[:7].strip() for strip in app.main.chart.picture.strips[1:-2]]
        ticks = [float(text) for text in axis if text]
        assert len(ticks) >= 6
        assert ticks != sorted(ticks, reverse=True)  # three axes, one over the other
        await pilot.press("Y")
        assert "one y-scale · all" in screen_text(app)


async def test_l_makes_the_losses_of_all_charts_linear_and_it_stays_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn_so: list[tuple[Picture, bool]] = []

    def seen(plot: Plot, *how: Any) -> Picture:
        drawn_so.append((render(plot, *how), plot.view.log_y))
        return drawn_so[-1][0]

    monkeypatch.setattr("widgets.lane_pane.render", seen)

    def logarithmic(app: FwdashApp) -> dict[str, bool]:
        """Of each small chart of a pane whether its y axis is logarithmic."""
        return {
            place.kind: next(log for picture, log in drawn_so if picture is drawn.picture)
            for place, drawn in app.main.panes["torch"]._charts.items()
        }

    async with racing(size=(120, 36)) as (app, _, pilot):
        assert logarithmic(app) == {"loss": True, "step time": False}
        await pilot.press("l")
        assert not app.main.chart.view.log_y
        assert logarithmic(app) == {"loss": False, "step time": False}
        offered = len(app.main.curves.metrics)
        await pilot.press(*"y" * offered)
        assert app.main.charts.metric == METRICS[0]
        assert not app.main.chart.view.log_y


async def test_too_few_rows_for_own_scales_is_said() -> None:
    async with racing(size=(60, 20), lanes=SIX) as (app, _, pilot):
        await pilot.press("Y")
        assert "Too few rows" in said(app)
        assert "one y-scale" in screen_text(app)


async def test_v_copies_a_lane_and_the_chart_as_text() -> None:
    async with racing() as (app, _, pilot):
        await pilot.press("v")
        rows = dict(line.split("\t") for line in app.clipboard.split("\n"))
        assert rows["lane"] == "torch"
        assert rows["step"] == "2,400"
        assert rows["loss"] == "0.0296"
        assert rows["compile"] == "n/a"
        assert "Copied the figures of torch" in said(app)
        app.main.selection.go_to("chart")
        await pilot.press("v")
        head, *lines = (line.split("\t") for line in app.clipboard.split("\n"))
        assert head == ["lane", "step", "loss", "smoothed 0.6"]
        assert [line[0] for line in lines] == ["torch", "keras", "jax"]
        assert [line[1] for line in lines] == ["2400", "2600", "2800"]
        # A long run's points are means of neighbours; at its end stands the last loss itself.
        losses = app.known.lanes["torch"].loss
        assert losses.width > 1
        assert losses.last is not None
        assert float(lines[0][2]) == pytest.approx(losses.last)
        app.main.chart.cursor = 2700.0
        await pilot.press("v")
        assert app.clipboard.split("\n")[1] == "torch\tn/a\tn/a\tn/a"
        assert "the chart at the cursor" in said(app)


async def drag(
    app: FwdashApp, pilot: Pilot[None], start: tuple[int, int], end: tuple[int, int]
) -> None:
    await pilot.mouse_down(offset=start)
    await pilot.hover(offset=end)
    await pilot.mouse_up(offset=end)
    await pilot.pause()


async def test_the_mouse_selects_text_in_a_pane() -> None:
    async with racing() as (app, _, pilot):
        region = app.main.panes["torch"].content_region
        await drag(app, pilot, (region.x, region.y + 2), (region.x + 17, region.y + 3))
        assert app.clipboard.startswith("step        2,400")
        assert "accuracy" in app.clipboard
        assert "Copied 2 lines" in said(app)


async def test_log_lines_copy_without_escapes() -> None:
    source = Scripted(
        [
            *scripted.train(),
            safe_event(ev.Logged(lane="jax", at=29.9, line="\x1b[31mred\x1b[0m words")),
        ]
    )
    app = FwdashApp(source)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        app.tick()
        await pilot.press("L")
        await pilot.pause()
        pane = app.screen.query_one("LogPane").content_region
        await drag(app, pilot, (pane.x, pane.y), (pane.right - 1, pane.bottom - 1))
        assert "red words" in app.clipboard
        assert "\x1b" not in app.clipboard
