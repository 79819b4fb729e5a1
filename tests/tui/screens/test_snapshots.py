"""The main screen as a picture; `pytest --snapshot-update` after a change that was meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from tests.tui import scripted
from tests.tui.scripted import Scripted
from tui.app import FwdashApp

SHOTS = [
    ("train", (60, 20)),
    ("train", (80, 24)),
    ("train", (120, 36)),
    ("train", (200, 50)),
    ("idle", (120, 36)),
    ("compiling", (120, 36)),
    ("crashed", (120, 36)),
    ("done", (80, 24)),
]


@pytest.mark.parametrize(("state", "size"), SHOTS, ids=lambda value: str(value).replace(" ", ""))
def test_the_main_screen_looks_as_it_did(
    state: str, size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    async def settle(pilot: Pilot[None]) -> None:
        await pilot.pause()
        for _ in range(2):  # the big chart is drawn in every second frame
            pilot.app.tick()  # type: ignore[attr-defined]
        await pilot.pause()

    app = FwdashApp(Scripted(getattr(scripted, state)()))
    assert snap_compare(app, terminal_size=size, run_before=settle)
