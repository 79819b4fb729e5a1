"""A test loss that turns up is a notice on the screen: once, whatever follows."""

from __future__ import annotations

from engines import events as ev
from tests.engines.run.test_turning_up import RISES
from tests.tui.keys.test_actions import racing, said


async def test_it_is_a_notice_once() -> None:
    async with racing() as (app, source, pilot):
        for n, loss in enumerate([*RISES, 0.5, 0.6]):
            source.pending.append(
                ev.Evaluated(lane="torch", at=30.0, step=2500 + n, loss=loss / 10, accuracy=0.9)
            )
            app.tick()
            await pilot.pause()
        assert said(app).count("The test loss has turned up: torch 0.02 at step 2,502") == 1
