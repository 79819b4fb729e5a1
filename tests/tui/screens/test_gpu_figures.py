"""GPU figures on the main screen: measured ones as they are, the others as n/a, none without a GPU."""

from __future__ import annotations

import msgspec
import pytest

from engines import events as ev
from tests.engines.streams import trained_by
from tests.tui import scripted
from tests.tui.screens.test_race import SIX, screen_text
from tests.tui.scripted import GIB, MIB, Scripted
from tui.app import FwdashApp
from tui.screens.curves import METRICS


def on_gpu(lanes: tuple[str, ...], *looks: ev.AnyEvent) -> Scripted:
    """Lanes that train on the first GPU, and what was seen of it."""
    source = Scripted(lanes=lanes)
    specs = tuple(msgspec.structs.replace(one, device="cuda:0") for one in source.header.lanes)
    source.header = trained_by(source.header, lanes=specs)
    source.pending = [
        msgspec.structs.replace(event, device="cuda:0") if isinstance(event, ev.Started) else event
        for event in scripted.train(lanes)
    ]
    source.pending += looks
    return source


LOOK = ev.GpuSampled(
    at=29.5, device="cuda:0", used=12 * GIB, total=80 * GIB, utilisation=97, watts=412.4, celsius=61
)
OWN = [ev.ProcessSampled(lane="torch", at=29.6, rss=900 * MIB, gpu_bytes=1433 * MIB)]
BLIND = ev.GpuSampled(
    at=29.5, device="cuda:0", used=None, total=None, utilisation=None, watts=None, celsius=None
)


async def shown(source: Scripted, size: tuple[int, int], *keys: str) -> str:
    app = FwdashApp(source)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.tick()
        await pilot.press(*keys)
        app.tick()
        await pilot.pause()
        return screen_text(app)


async def test_bar_and_pane_show_what_was_measured() -> None:
    text = await shown(on_gpu(("torch",), LOOK, *OWN), (120, 36))
    assert "cuda:0  97 % 12.0/80.0 GiB 412 W 61 °C" in text
    for part in ("GPU busy", "GPU own", "1.40 GiB", "GPU used", "12.0 GiB", "GPU power", "412 W"):
        assert part in text, part


async def test_where_the_bar_is_narrow_the_pane_keeps_the_utilisation() -> None:
    text = await shown(on_gpu(("torch",), LOOK), (80, 24))
    assert any("GPU busy" in row and "97 %" in row for row in text.split("\n"))
    assert "412 W" not in text.split("\n")[0]


@pytest.mark.parametrize("looks", [(), (BLIND,)], ids=["before the first look", "not told"])
async def test_what_the_driver_does_not_tell_is_not_zero(looks: tuple[ev.AnyEvent, ...]) -> None:
    text = await shown(on_gpu(("torch",), *looks), (120, 36))
    assert "cuda:0   n/a n/a power n/a temp n/a" in text
    assert " 0 %" not in text
    assert " 0 W" not in text
    assert "0 B" not in text


async def test_without_a_gpu_nothing_is_said_of_one() -> None:
    assert "GPU" not in await shown(Scripted(scripted.train()), (120, 36))
    assert "GPU" not in await shown(Scripted(scripted.train(SIX), lanes=SIX), (160, 24))


async def test_six_lanes_as_a_table_have_gpu_columns() -> None:
    text = await shown(on_gpu(SIX, LOOK), (160, 24))
    assert "GPU busy" in text
    assert "GPU own" in text


async def test_gpu_memory_is_a_metric_only_where_it_was_sampled() -> None:
    for source, offered in ((Scripted(scripted.train()), False), (on_gpu(("torch",), *OWN), True)):
        app = FwdashApp(source)
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.pause()
            app.tick()
            seen = set()
            for _ in METRICS:
                await pilot.press("y")
                seen.add(app.main.charts.metric.name)
            assert ("GPU memory" in seen) == offered
