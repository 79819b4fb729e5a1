"""The big chart sends only the rows whose picture changed."""

from __future__ import annotations

import numpy as np
from textual.app import App, ComposeResult
from textual.geometry import Region

from widgets.chart import Curve
from widgets.row_chart import RowChart


class Charted(App[None]):
    def compose(self) -> ComposeResult:
        yield RowChart("loss")


def curve(last: float) -> Curve:
    y = np.linspace(2.0, 0.0, 50)
    y[-1] = last
    return Curve(np.arange(50.0), y, label="a", marker="A")


async def test_only_rows_that_differ_are_asked_for() -> None:
    app = Charted()
    async with app.run_test(size=(60, 20)) as pilot:
        chart = app.query_one(RowChart)
        chart.show([curve(0.0)])
        await pilot.pause()
        asked: list[Region] = []
        chart._set_dirty = lambda *regions: asked.extend(regions)  # type: ignore[method-assign]
        chart.show([curve(0.0)])
        assert asked == []
        chart.show([curve(0.5)])
        assert 0 < len(asked) < 12
        assert all(region.height == 1 and region.width == chart.size.width for region in asked)
