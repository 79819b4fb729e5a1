from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from textual import events
from textual.app import App, ComposeResult

from widgets.chart import Chart, Curve, View, render

from .drawing import assert_size, decaying


class ChartApp(App[None]):
    """One chart over the whole screen, and a record of what it said."""

    def __init__(self) -> None:
        super().__init__()
        self.cursors: list[float | None] = []
        self.views: list[View] = []

    def compose(self) -> ComposeResult:
        yield Chart("loss", empty="waiting for the first step")

    def on_chart_cursor_moved(self, event: Chart.CursorMoved) -> None:
        assert event.control is event.chart
        self.cursors.append(event.x)

    def on_chart_view_changed(self, event: Chart.ViewChanged) -> None:
        assert event.control is event.chart
        self.views.append(event.view)

    @property
    def chart(self) -> Chart:
        return self.query_one(Chart)


async def test_an_empty_chart_shows_its_sentence_and_moves_no_cursor() -> None:
    app = ChartApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.hover(Chart, offset=(40, 10))
        app.chart.move_cursor(1)
        app.chart.zoom_in()
        app.chart.cycle_front()
        await pilot.pause()
        rows = [app.chart.render_line(y).text for y in range(24)]
        assert any("waiting for the first step" in row for row in rows)
    assert app.cursors == []
    assert app.views == []


async def test_hovering_and_clicking_set_the_cursor_and_say_so() -> None:
    app = ChartApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.chart.show([decaying(1000)], revision=1)
        await pilot.pause()
        await pilot.hover(Chart, offset=(40, 10))
        assert len(app.cursors) == 1
        x = app.cursors[0]
        assert x is not None
        assert x == app.chart.cursor
        assert abs(x - app.chart.picture.x_at(40)) < 10
        assert x == int(x), "the cursor snaps to a point"
        await pilot.click(Chart, offset=(60, 10))
        assert app.chart.cursor is not None
        assert app.chart.cursor > x
        assert any("│" in app.chart.render_line(y).text[30:] for y in range(24))
        (reading,) = app.chart.readings
        assert reading.x == app.chart.cursor
        app.chart.clear_cursor()
        await pilot.pause()
    assert app.cursors[-1] is None


async def test_it_repaints_only_when_the_version_changed() -> None:
    app = ChartApp()
    curve = decaying(100)
    async with app.run_test(size=(80, 24)) as pilot:
        with patch("widgets.chart.still.render", wraps=render) as painted:
            assert app.chart.show([curve], revision=1)
            await pilot.pause()
            assert painted.call_count == 1
            assert not app.chart.show([curve], revision=1)
            app.chart.cursor = app.chart.cursor
            app.chart.view = app.chart.view
            app.chart.refresh()
            await pilot.pause()
            assert painted.call_count == 1
            assert app.chart.show([curve], revision=2, smoothing=0.9)
            await pilot.pause()
            assert painted.call_count == 2


async def test_assigning_a_cursor_or_a_view_posts_nothing() -> None:
    app = ChartApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.chart.show([decaying(100)], revision=1)
        app.chart.cursor = 5.0
        app.chart.view = View(x_range=(10, 20))
        await pilot.pause()
        assert "frozen" in app.chart.render_line(0).text
    assert app.cursors == []
    assert app.views == []


async def test_a_resize_and_a_theme_draw_anew() -> None:
    app = ChartApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.chart.show([decaying(100)], revision=1)
        await pilot.pause()
        before = app.chart.picture
        await pilot.resize_terminal(50, 12)
        await pilot.pause()
        assert_size(app.chart.picture.strips, 50, 12)
        resized = app.chart.picture
        assert resized is not before
        for theme in ("textual-light", "ansi-dark", "ansi-light", "nord"):
            app.theme = theme
            await pilot.pause()
            assert_size(app.chart.picture.strips, 50, 12)
            assert app.chart.picture is not resized


async def test_more_room_is_used_at_once_though_no_new_data_come() -> None:
    app = ChartApp()
    async with app.run_test(size=(80, 12)) as pilot:
        app.chart.show([decaying(100)], revision=1)
        await pilot.pause()
        await pilot.resize_terminal(80, 30)
        await pilot.pause()
        painted = [strip.text for strip in app.screen._compositor.render_strips()]
        assert len(painted) == 30
        assert painted == [strip.text for strip in app.chart.picture.strips]


async def test_the_wheel_zooms_around_the_pointer_and_a_drag_pans() -> None:
    app = ChartApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.chart.show([decaying(1000)], revision=1)
        await pilot.pause()
        under = app.chart.picture.x_at(40)
        for _ in range(3):
            await pilot._post_mouse_events([events.MouseScrollUp], Chart, (40, 10))
        await pilot.pause()
        assert app.chart.view.x_range is not None
        assert app.chart.picture.x_at(40) == pytest.approx(under, abs=1)
        low = app.chart.view.x_range[0]
        await pilot.mouse_down(Chart, offset=(40, 10))
        await pilot.hover(Chart, offset=(50, 10))
        await pilot.mouse_up(Chart, offset=(50, 10))
        await pilot.pause()
        assert app.chart.view.x_range is not None
        assert app.chart.view.x_range[0] < low
        assert len(app.views) == 4
        assert len(app.cursors) == 1, "a drag is no click: only the hover before it counts"


async def test_the_methods_for_keys_change_what_is_seen() -> None:
    app = ChartApp()
    async with app.run_test(size=(80, 24)) as pilot:
        chart = app.chart
        curves = [decaying(1000), decaying(1000, seed=1, label="jax", marker="J")]
        chart.show(curves, revision=1)
        await pilot.pause()
        chart.zoom_in()
        assert chart.view.status == "live"
        chart.pan_left()
        assert chart.view.status == "frozen"
        chart.pan_right()
        assert chart.view.status == "live"
        chart.zoom_out()
        assert chart.view.status == "all"
        chart.toggle_log_y()
        assert chart.view.log_y
        rows = [strip.text[:6].strip() for strip in chart.picture.strips[1:-2]]
        ticks = [float(number) for number in rows if number]
        assert ticks == [3.0, 1.0, 0.3, 0.1]
        chart.view = replace(chart.view, log_x=True)
        assert chart.picture.x_scale.log
        chart.zoom_in()
        chart.reset_view()
        assert chart.view == View(log_x=True, log_y=True)
        chart.cycle_front()
        assert chart.plot.front == 1
        chart.cycle_front()
        assert chart.plot.front == 0
        chart.set_smoothing(0.9)
        assert "~" in chart.picture.strips[0].text + chart.picture.strips[1].text
        chart.move_cursor(-1)
        assert chart.cursor == 999
        chart.move_cursor(-1)
        assert chart.cursor is not None
        assert chart.cursor < 999
        chart.move_cursor(10_000)
        assert chart.cursor is not None
        assert chart.cursor > 900


async def test_a_moved_cursor_never_gets_stuck() -> None:
    app = ChartApp()
    async with app.run_test(size=(80, 24)) as pilot:
        # Far fewer points than cells: snapping must not pull the cursor back.
        app.chart.show([Curve(np.arange(4.0), np.arange(4.0))], revision=1)
        await pilot.pause()
        seen = []
        for _ in range(200):
            app.chart.move_cursor(-1)
            seen.append(app.chart.cursor)
        assert seen[-1] == 0.0
        assert seen == sorted(seen, key=lambda x: -(x or 0.0))
