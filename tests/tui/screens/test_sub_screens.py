"""Lane detail and devices: open, go round, act, go back, in every state and at every size."""

from __future__ import annotations

import pytest
from textual.containers import VerticalScroll

from engines import events as ev
from engines.device import Gpu, Machine
from tests.tui import scripted
from tests.tui.keys.test_actions import racing, said
from tests.tui.screens.test_race import SIX, screen_text
from tests.tui.scripted import Scripted
from tui.app import FwdashApp
from tui.config import Config
from tui.screens.choice import ChoiceScreen
from tui.screens.device_choice import DeviceChoice
from tui.screens.devices import DevicesScreen
from tui.screens.lane_detail import LaneDetailScreen
from widgets.device_list import DeviceList
from widgets.strip_widget import StripWidget

GIB = 1 << 30
MACHINE = Machine(
    "Example CPU",
    (0, 1, 2, 3),
    16 * GIB,
    (Gpu("cuda:0", "Example GPU 80GB", "a", 80 * GIB), Gpu("cuda:1", "Example GPU", "b", None)),
)
SAMPLED = ev.GpuSampled(
    at=29.0, device="cuda:0", used=12 * GIB, total=80 * GIB, utilisation=87, watts=412.0, celsius=61
)


@pytest.mark.parametrize("state", ["idle", "compiling", "train", "crashed", "done"])
async def test_both_screens_open_change_lanes_and_close(state: str) -> None:
    async with racing(getattr(scripted, state)(), size=(140, 60)) as (app, _, pilot):
        await pilot.press("i", "right")
        assert isinstance(app.screen, LaneDetailScreen)
        assert ("✗ failed: XLA: unsupported" in screen_text(app)) == (state == "compiling")
        assert ("killed by SIGKILL" in screen_text(app)) == (state == "crashed")
        await pilot.press("D")
        assert isinstance(app.screen, DevicesScreen)
        await pilot.press("escape")
        assert app.screen is app.main
        assert app.main.selection.selected == "keras"


async def test_keys_go_to_the_neighbours_and_from_one_screen_to_the_other() -> None:
    async with racing() as (app, _, pilot):
        await pilot.press("i", "tab")
        assert app.main.selection.selected == "keras"
        await pilot.press("left", "shift+tab")
        assert app.main.selection.selected == "jax"
        await pilot.press("D", "2")
        assert isinstance(app.screen, DevicesScreen)
        await pilot.press("i")
        assert isinstance(app.screen, LaneDetailScreen)
        assert "K keras · cpu" in screen_text(app)
        await pilot.press("i")
        assert app.screen is app.main


async def test_no_size_breaks_them() -> None:
    async with racing(lanes=SIX) as (app, _, pilot):
        for key in ("i", "D"):
            await pilot.press(key)
            for size in ((1, 1), (97, 31)):
                await pilot.resize_terminal(*size)
                app.tick()
                await pilot.pause()
                assert app.crash is None
            for widget in app.screen.query(StripWidget):
                assert {s.cell_length for s in widget._strips} <= {widget.size.width}
            await pilot.press("escape")


async def test_everything_is_reached_by_scrolling() -> None:
    async with racing(size=(60, 20)) as (app, _, pilot):
        await pilot.press("3", "i")
        await pilot.pause()
        assert "reserved" not in screen_text(app)
        scroll = app.screen.query_one(VerticalScroll)
        await pilot.press("down")
        assert scroll.scroll_y == 1
        scroll.scroll_end(animate=False)
        await pilot.pause()
        assert "reserved" in screen_text(app)


async def test_a_mode_is_switched_from_the_detail_and_break_even_follows() -> None:
    async with racing(size=(120, 50)) as (app, source, pilot):
        await pilot.press("i", "c")
        assert source.commands == [("set_mode", "torch", "compile")]
        assert "eager → compile" in screen_text(app)
        source.pending += [
            ev.Compiled(lane="torch", at=30.0, mode="compile", step=2400, seconds=2.0),
            ev.ModeChanged(
                lane="torch", at=30.0, mode="compile", previous="eager", step=2400, seconds=0.02
            ),
            *scripted.training("torch", 2401, 400, 31.0, 5.0),
        ]
        app.tick()
        await pilot.pause()
        text = screen_text(app)
        assert "→ compile" in text
        assert "break-even" in text
        assert "2.00 s to compile" in text


async def test_figures_follow_the_clock_and_nothing_else_repaints() -> None:
    async with racing() as (app, source, pilot):
        for key, rss in (("i", "500 MiB"), ("D", "600 MiB")):
            await pilot.press(key)
            app.tick()
            await pilot.pause()
            painted: list[str] = []

            def watch(widget: object, into: list[str]) -> None:
                original = widget.refresh  # type: ignore[attr-defined]

                def refresh(*args: object, **kwargs: object) -> object:
                    into.append(type(widget).__name__)
                    return original(*args, **kwargs)

                widget.refresh = refresh  # type: ignore[attr-defined]

            for widget in app.screen.walk_children():
                watch(widget, painted)
            source.pending += scripted.training("jax", 2801, 200, 31.0, 5.0)
            for _ in range(5):
                app.tick()
            assert painted == []
            source.clock += 1.0
            source.pending.append(ev.ProcessSampled(lane="torch", at=31.0, rss=int(rss[:3]) << 20))
            app.tick()
            assert "Block" in painted
            await pilot.pause()
            assert rss in screen_text(app)
            await pilot.press("escape")


async def test_enter_on_a_device_asks_and_then_moves_the_lane() -> None:
    async with racing() as (app, source, pilot):
        source.machine = MACHINE
        await pilot.press("2", "D", "enter")
        assert isinstance(app.screen, ChoiceScreen)
        text = screen_text(app)
        assert "Move keras from cpu to cuda:0?" in text
        assert "restarts on cuda:0 from step 0" in text
        await pilot.press("enter")
        assert isinstance(app.screen, DevicesScreen)
        assert source.commands == []
        await pilot.press("end", "enter", "down", "enter")
        assert source.commands == [("restart", "keras", "cpu:3")]
        await pilot.press("home", "down", "down", "enter")
        assert "keras is on cpu already" in said(app)
        await pilot.press("d")
        assert isinstance(app.screen, DeviceChoice)


async def test_keys_that_a_person_chose_work_here_too() -> None:
    source = Scripted(scripted.train())
    app = FwdashApp(source, Config(keys={"lane_detail": "v", "toggle_compile": "k"}))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("v", "k")
        await pilot.pause()
        assert source.commands == [("set_mode", "torch", "compile")]
        assert "k compile" in screen_text(app)
        await pilot.press("v")
        assert app.screen is app.main


async def test_the_cursor_moves_by_keys_and_mouse_and_stays_in_sight_among_many_cores() -> None:
    async with racing(size=(60, 20)) as (app, source, pilot):
        source.machine = Machine("Example CPU", tuple(range(64)), 16 * GIB)
        await pilot.press("D", "end")
        assert "▸ cpu:63" in screen_text(app)
        await pilot.press("home")
        assert "GPUs" in screen_text(app)
        devices = app.screen.query_one(DeviceList)
        await pilot.click(devices, offset=(5, devices._starts[3]))
        await pilot.pause()
        assert "▸ cpu:2 " in screen_text(app)
        assert isinstance(app.screen, DevicesScreen)
        await pilot.click(devices, offset=(5, devices._starts[3]), times=2)
        await pilot.pause()
        assert "to cpu:2?" in screen_text(app)
