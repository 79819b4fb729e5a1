"""What each thing that is remembered between a series and the terminal saves, by forgetting it.

    python tests/benchmarks/bench_painting.py [BLOCKS]

The main screen at 120x40 on a terminal in memory, frame by frame: `live` with 3 x 200 new steps in
each, `idle` with a clock that goes on and nothing else, `cursor` with a key that moves the cursor.
A block has each forgotten in two of four slices of some frames, in the order ABBA or BAAB. Printed
are medians of the UI thread's CPU, and of the ratio over the blocks with its quartiles: `nothing`
is the noise.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engines import events as ev
from tests.tui import scripted
from tests.tui.written import OnTerminal
from tui.screens.curves import Curves
from widgets.chart import Chart, StillChart
from widgets.lane_pane import LanePane
from widgets.row_chart import RowChart
from widgets.strip_widget import StripWidget

FRAMES = 10
"""Frames of a slice."""
WARM = 150
"""Frames before the first slice: 30,000 steps a lane, whose series have halved by then."""
BLOCKS = 10


class Source(scripted.Scripted):
    """A script that goes on by a frame when it is told to."""

    def __init__(self) -> None:
        super().__init__(at=2.5)
        self.told = 0
        for lane in scripted.LANES:
            self.pending += scripted.start(lane)
            self.pending.append(ev.Phase(lane=lane, at=2.5, phase="training"))

    def go_on(self, live: bool) -> None:
        """A tenth of a second later."""
        self.clock += 0.1
        if not live:
            return
        for lane in scripted.LANES:
            at = self.told / 10
            self.pending += scripted.training(lane, 1 + self.told * 200, 200, at, at)
            if self.told % 10 == 0:
                self.pending += scripted.sampled(lane, at)
        self.told += 1


@contextmanager
def before(owner: Any, method: str, forget: Callable[[Any], None]) -> Iterator[None]:
    """Have `forget` called before each call of a method."""
    own = vars(owner)[method]

    def forgetful(self: Any, *given: Any, **named: Any) -> Any:
        forget(self)
        return own(self, *given, **named)

    setattr(owner, method, forgetful)
    try:
        yield
    finally:
        setattr(owner, method, own)


def forget_small_charts(pane: Any) -> None:
    """Keep where they are; what they were drawn from is another curve."""
    pane._charts = {at: replace(one, curve=None, cursor=-1.0) for at, one in pane._charts.items()}


FORGET: dict[str, tuple[Any, str, Callable[[Any], None]]] = {
    "nothing": (Curves, "curve", lambda _: None),
    "curves by revision": (Curves, "curve", lambda of: of._known.clear()),
    "the chart's revision": (StillChart, "show", lambda of: setattr(of, "_shown", None)),
    "rows of the chart": (RowChart, "refresh", lambda of: setattr(of, "_painted", None)),
    "small charts": (LanePane, "update_lines", forget_small_charts),
    "border of a pane": (LanePane, "_reframe", lambda of: setattr(of, "_frame", ())),
    "view of a pane": (LanePane, "show", lambda of: setattr(of, "_view", None)),
    "rows of text": (StripWidget, "update_lines", lambda of: setattr(of, "_strips", [])),
    "styles of roles": (StripWidget, "_style", lambda of: of._styles_by_role.clear()),
}


class Bench:
    """One application, and frames of it that are painted on demand."""

    def __init__(self, app: OnTerminal, source: Source, state: str) -> None:
        self._app, self._source, self._state = app, source, state
        self._frames = 0

    async def frame(self, live: bool = True) -> float:
        """CPU seconds from what happened to what is written."""
        self._source.go_on(live)
        self._app.fold()
        self._frames += 1
        screen: Any = self._app.screen
        began = time.thread_time()
        screen.show_now()
        if self._state == "cursor":
            screen.query_one(Chart).move_cursor(1 if self._frames // 40 % 2 else -1)
        # Widgets hand on by messages that they want to be painted.
        for _ in range(8):
            await asyncio.sleep(0)
        screen._on_timer_update()
        await asyncio.sleep(0)
        return time.thread_time() - began

    async def slice(self) -> float:
        """Milliseconds a frame."""
        self._app.sent.clear()
        spent = [await self.frame(self._state == "live") for _ in range(FRAMES)]
        return statistics.mean(spent) * 1e3

    async def block(self, name: str, order: str) -> tuple[float, float]:
        """Milliseconds a frame with (A) and without (B) something remembered."""
        took: dict[str, list[float]] = {"A": [], "B": []}
        for one in order:
            if one == "A":
                took[one].append(await self.slice())
                continue
            with before(*FORGET[name]):
                took[one].append(await self.slice())
        return statistics.mean(took["A"]), statistics.mean(took["B"])


async def measure(state: str, blocks: int) -> None:
    """All of them in one state of the screen."""
    source, chance = Source(), random.Random(0)
    app = OnTerminal(source)  # type: ignore[arg-type]
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in FORGET}
    async with app.run_test(headless=False, size=(120, 40)) as pilot:
        await pilot.pause()
        for timer in app._timers:
            timer.pause()
        bench = Bench(app, source, state)
        for _ in range(WARM):
            await bench.frame()
        for _ in range(blocks):
            for name in chance.sample(list(FORGET), len(FORGET)):
                found[name].append(await bench.block(name, chance.choice(("ABBA", "BAAB"))))
    print(f"{state}: ms a frame with, without, and the ratio")
    for name, pairs in found.items():
        kept, forgotten = (statistics.median(each) for each in zip(*pairs, strict=True))
        low, middle, high = statistics.quantiles([b / a for a, b in pairs], n=4)
        print(f"  {name:<22}{kept:6.2f} {forgotten:6.2f}  x {middle:.2f} ({low:.2f} to {high:.2f})")


def main() -> None:
    """Three states."""
    blocks = int(sys.argv[1]) if len(sys.argv) > 1 else BLOCKS
    for state in ("live", "idle", "cursor"):
        asyncio.run(measure(state, blocks))


if __name__ == "__main__":
    main()
