"""Code and log screen as pictures; `pytest --snapshot-update` after a change that was meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engines import events as ev
from tests.tui import scripted
from tests.tui.scripted import Scripted
from tui.app import FwdashApp
from tui.screens.code import CodeScreen

SIZES = [(80, 24), (120, 36)]
LOOP = '''"""{name}, as an engine may look."""


class Engine:
    def __init__(self, plan):
        self.step_in_mode = {{
            "eager": self.step,
            "{mode}": compiled(self.step),  # traced once
        }}
        self.switch(plan.mode)

    def step(self, x, y):
        loss = self.model(x, training=True) - 0.5
        return self.optimizer.update(self.model.trainable_variables, self.gradients(loss))

    def switch(self, mode):
        self.run_step = self.step_in_mode[mode]

    def train(self, batches):
        return [float(self.run_step(x, y)) for x, y in batches]
'''


@pytest.fixture
def engines(tmp_path: Path) -> Path:
    """Engines that change only when this test does."""
    folder = tmp_path / "engines"
    folder.mkdir()
    for name, mode in (("pytorch", "compile"), ("keras", "graph"), ("jax", "jit")):
        text = LOOP.format(name=name, mode=mode)
        (folder / f"{name}_engine.py").write_text(text, encoding="utf-8")
    return folder


def shot(*keys: str, code: Path | None = None) -> tuple[FwdashApp, Callable[[Pilot[None]], object]]:
    """The application, and how to bring it to what is to be seen."""
    more = [
        ev.Logged(lane="jax", at=29.5 + n / 10, line=f"W compiling module {n}", level="warning")
        for n in range(20)
    ]
    app = FwdashApp(Scripted([*scripted.crashed(), *more]))

    async def settle(pilot: Pilot[None]) -> None:
        await pilot.pause()
        app.tick()
        if code is not None:
            app.push_screen(CodeScreen(app.known, app.main.selection.markers, code))
            await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        if app.screen.query("Input"):
            app.screen.query_one("Input").cursor_blink = False  # type: ignore[attr-defined]

    return app, settle


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_code_screen_looks_as_it_did(
    size: tuple[int, int], engines: Path, snap_compare: Callable[..., bool]
) -> None:
    app, settle = shot(*["up"] * 5, code=engines)
    assert snap_compare(app, terminal_size=size, run_before=settle)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_log_screen_looks_as_it_did(
    size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    app, settle = shot("L", "slash", *"loss", "enter")
    assert snap_compare(app, terminal_size=size, run_before=settle)
