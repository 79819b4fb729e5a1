"""Draw the pictures in this folder from a recorded run: `python screenshots/make.py`.

`race.fwdash.jsonl` is the log of a real run; record a new one with the command in its header. The
real screen is given the log's events up to a moment and drawn to SVG, without a terminal.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from engines.events import AnyEvent, Header, Phase  # noqa: E402
from engines.runlog import LogReader  # noqa: E402
from tui.app import FwdashApp  # noqa: E402
from tui.watched import Watched  # noqa: E402

LOG = HERE / "race.fwdash.jsonl"


class Moment(Watched):
    """A recorded run, stopped at a moment."""

    def __init__(self, header: Header, events: list[AnyEvent], at: float) -> None:
        super().__init__(header, LOG, "Nothing can be told to a recording.")
        self._events = [event for event in events if event.at <= at]
        self._at = at

    def start(self) -> None:
        """Nothing runs."""

    def drain(self) -> list[AnyEvent]:
        """Everything up to the moment, once."""
        events, self._events = self._events, []
        return events

    def now(self) -> float:
        """The moment, in seconds since the run started."""
        return self._at


async def picture(moment: Moment, size: tuple[int, int], name: str, keys: tuple[str, ...]) -> None:
    """Draw the screen at `size` cells after `keys` into NAME.svg, which opens offline."""
    app = FwdashApp(moment)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.5)
        await pilot.press(*keys)
        await pilot.pause(0.5)
        svg = app.export_screenshot(title="fwdash")
    svg = re.sub(r"@font-face\s*{.*?}", "", svg, flags=re.DOTALL)
    (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")
    print(HERE / f"{name}.svg")


def main() -> None:
    """Draw all pictures."""
    header, *events = LogReader(LOG).events()
    assert isinstance(header, Header)
    compiling = next(
        event.at
        for event in events
        if isinstance(event, Phase) and event.phase == "compiling" and event.detail == "backward"
    )
    for name, at, size, keys in (
        ("race", events[-1].at - 2.5, (120, 36), ()),
        ("compiling", compiling + 1.0, (120, 36), ()),
        ("race-80x24", events[-1].at - 2.5, (80, 24), ()),
        ("detail", events[-1].at - 2.5, (120, 48), ("i",)),
        ("code", events[-1].at - 2.5, (150, 40), ("o",)),
        ("log", events[-1].at - 2.5, (120, 36), ("L",)),
        ("devices", events[-1].at - 2.5, (120, 36), ("D",)),
    ):
        asyncio.run(picture(Moment(header, events, at), size, name, keys))


if __name__ == "__main__":
    main()
