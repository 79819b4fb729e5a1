"""The main screen: what it shows at each size, and that it repaints only what changed."""

from __future__ import annotations

import pytest

from engines import events as ev
from tests.tui import scripted
from tests.tui.keys.test_actions import racing
from tests.tui.scripted import Scripted
from tui.app import FwdashApp
from widgets.strip_widget import StripWidget

SIX = ("torch+eager", "torch+compile", "keras+graph", "keras+xla", "jax+jit", "jax+eager")


def screen_text(app: FwdashApp) -> str:
    """All that is painted, as text."""
    return "\n".join(
        "".join(segment.text for segment in line) for line in app.screen._compositor.render_strips()
    )


async def test_everything_that_matters_is_there_at_120() -> None:
    async with racing() as (app, _, _pilot):
        text = screen_text(app)
    for part in (
        "digits-mlp", "sgd 0.1", "batch 64", "seed 7", "turns", "0:00:30", "torch 2.13.0", "eager",
        "2,400", "97.2 %", "step time", "p90", "examples/s", "1.38 s cold", "412 MiB",
        "cpu/step", "on device", "trace 0.21 lower 0.12 backend 1.05 s", "same losses as T torch",
        "1.2e-7 at step", "n/a", "loss", "q quit",
    ):  # fmt: skip
        assert part in text, part


async def test_nothing_is_repainted_when_nothing_changed() -> None:
    async with racing() as (app, source, pilot):
        for _ in range(5):
            app.tick()
        await pilot.pause()
        painted: list[str] = []

        def watch(widget: object) -> None:
            original = widget.refresh  # type: ignore[attr-defined]

            def refresh(*args: object, **kwargs: object) -> object:
                painted.append(type(widget).__name__)
                return original(*args, **kwargs)

            widget.refresh = refresh  # type: ignore[attr-defined]

        for widget in app.main.walk_children():
            watch(widget)
        for _ in range(10):
            app.tick()
        assert painted == []
        source.clock += 1.0
        app.tick()
        assert painted
        assert set(painted) <= {"RunBar", "LanePane"}


async def test_only_the_rows_that_changed_are_painted_again() -> None:
    async with racing() as (app, source, _pilot):
        pane = app.main.panes["torch"]
        source.pending.append(ev.ProcessSampled(lane="torch", at=30.0, rss=413 << 20))
        app.tick()
        assert "413 MiB" in "".join(strip.text for strip in pane._strips)
        assert pane.update_lines() == 0


async def test_a_compile_is_counted_in_tenths_of_a_second() -> None:
    async with racing(scripted.compiling()) as (app, source, _pilot):
        assert "◐ compiling   7.2 s" in screen_text(app)
        source.clock += 0.1
        app.tick()
        assert "7.3 s" in "".join(s.text for s in app.main.panes["torch"]._strips)


async def test_a_failed_compile_says_why_and_what_goes_on() -> None:
    async with racing(scripted.compiling(), size=(200, 50)) as (app, _, _pilot):
        text = screen_text(app)
        assert "StringFormat" in text
        assert "went on in graph" in text


async def test_a_crash_shows_reason_last_lines_and_the_way_back() -> None:
    async with racing(scripted.crashed()) as (app, _, _pilot):
        text = screen_text(app)
        for part in ("✗ crashed", "killed by SIGKILL", "press r to restart", "OOM when"):
            assert part in text, part


@pytest.mark.parametrize("log_loss", [True, False])
async def test_nothing_of_the_charts_is_left_behind_a_crash(log_loss: bool) -> None:
    async with racing(size=(120, 36)) as (app, source, pilot):
        pane = app.main.panes["keras"]
        assert "step time" in "".join(strip.text for strip in pane._strips)
        source.pending.append(ev.Crashed(lane="keras", at=30.0, reason="killed", last_lines=("x",)))
        # The axis may change in the same frame.
        app.main.charts.log_loss = log_loss
        app.tick()
        await pilot.pause()
        after = [strip.text for strip in pane._strips]
        pane.on_resize()
        assert after == [strip.text for strip in pane._strips]


async def test_a_mode_that_was_asked_for_is_shown_until_it_is_answered() -> None:
    async with racing() as (app, source, pilot):
        await pilot.press("c")
        assert "eager → compile" in screen_text(app)
        source.pending.append(
            ev.ModeChanged(
                lane="torch", at=30.0, mode="compile", previous="eager", step=2400, seconds=0.1
            )
        )
        app.tick()
        await pilot.pause()
        text = screen_text(app)
        assert "→" not in text
        assert "compile" in text


@pytest.mark.parametrize("lanes", [("torch",), SIX], ids=["1", "6"])
async def test_no_size_is_too_small_to_live(lanes: tuple[str, ...]) -> None:
    async with racing(lanes=lanes) as (app, _, pilot):
        for size in ((1, 1), (10, 3), (40, 10), (60, 20), (79, 19), (300, 9)):
            await pilot.resize_terminal(*size)
            await pilot.press("tab", "f", "f", "left")
            app.tick()
            assert app.crash is None


async def test_40x10_says_that_it_is_too_small_and_shows_each_lane() -> None:
    async with racing(size=(40, 10)) as (app, _, _pilot):
        text = screen_text(app)
        assert "40x10 is too small for the rest" in text
        for lane in scripted.LANES:
            assert lane in text


async def test_60x20_shows_one_lane_and_says_what_is_hidden() -> None:
    async with racing(size=(60, 20)) as (app, _, pilot):
        text = screen_text(app)
        assert "hidden: 2 other lanes" in text
        assert "T torch 2.13.0" in text
        assert "K keras 3.15.1" not in text
        await pilot.press("2")
        assert "K keras 3.15.1" in screen_text(app)


async def test_six_lanes_are_a_table_at_80x24() -> None:
    async with racing(size=(80, 24), lanes=SIX) as (app, _, _pilot):
        text = screen_text(app)
        assert "jax+eager" in text
        assert text.count("● in turns") == 6


async def test_a_resize_arranges_anew() -> None:
    async with racing() as (app, _, pilot):
        for size in ((60, 20), (40, 10), (200, 50), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.crash is None
        assert "K keras 3.15.1" in screen_text(app)


async def test_a_frame_is_left_out_while_the_terminal_is_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with racing() as (app, source, _pilot):
        monkeypatch.setattr("tui.app.frames_behind", lambda _: 2)
        source.pending += scripted.training("torch", 2401, 200, 31.0, 5.0)
        app.tick()
        assert app.known.lanes["torch"].step == 2600
        assert app.main.panes["torch"].view.step == 2400  # type: ignore[union-attr]
        monkeypatch.undo()
        app.tick()
        assert app.main.panes["torch"].view.step == 2600  # type: ignore[union-attr]


async def test_the_source_is_started_after_the_first_paint() -> None:
    source = Scripted()
    app = FwdashApp(source)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert source.started == 1


async def test_every_strip_is_as_wide_as_its_widget() -> None:
    async with racing(scripted.compiling(), size=(97, 31)) as (app, _, _pilot):
        for widget in app.main.query(StripWidget):
            if widget.display:
                assert {s.cell_length for s in widget._strips} <= {widget.size.width}


async def test_a_restart_begins_with_empty_curves() -> None:
    async with racing() as (app, source, _pilot):
        source.pending.append(
            ev.Started(lane="jax", at=30.0, pid=1, attempt=2, device="cpu", mode="jit")
        )
        app.tick()
        app.tick()
        assert [len(curve.x) > 0 for curve in app.main.chart.plot.curves] == [True, True, False]


@pytest.mark.parametrize("state", ["idle", "compiling", "crashed", "done"])
async def test_each_state_is_readable_without_colour(
    state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with racing(getattr(scripted, state)()) as (app, _, _pilot):
        text = screen_text(app)
        assert "T torch" in text
        assert {"idle": "importing", "done": "✓ finished"}.get(state, state) in text
