"""Every screen at every size in every state, as text with a digest of each row's style.

A difference reads as a diff of two screens; the row's digest tells of colours alone. After a change
that was meant: `pytest tests/tui/screens/test_screen_matrix.py --keep-screens`, then `git diff`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from rich.color import ColorSystem
from textual.strip import Strip

from engines import events as ev
from tests.tui import scripted
from tests.tui.screens.test_sub_screens import MACHINE, SAMPLED
from tests.tui.scripted import Scripted
from tui.app import FwdashApp
from tui.screens.code import CodeScreen
from widgets.shown_cells import pen_of

KEPT = Path(__file__).parents[2] / "data" / "screens"
SIZES = ((60, 20), (80, 24), (120, 36), (200, 50))
STATES = ("idle", "compiling", "train", "crashed", "done")
SCREENS = {
    "race": "",
    "detail": "i",
    "code": "o",
    "log": "L",
    "devices": "D",
    "help": "question_mark",
}
COLOURS = ColorSystem.TRUECOLOR
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
SETTLED = 24
"""Ticks after which every chart of every pane has been drawn."""


def engine_files(folder: Path) -> Path:
    """Engines that change only when this test does."""
    folder.mkdir()
    for name, mode in (("pytorch", "compile"), ("keras", "graph"), ("jax", "jit")):
        text = LOOP.format(name=name, mode=mode)
        (folder / f"{name}_engine.py").write_text(text, encoding="utf-8")
    return folder


def digest(strip: Strip) -> str:
    """Four characters that change with the style of any cell of a row."""
    cells = []
    for text, style, _ in strip:
        pen = pen_of(style, COLOURS)
        cells += [pen] * len(text)
    return hashlib.blake2b(repr(cells).encode(), digest_size=2).hexdigest()


def painted(app: FwdashApp) -> str:
    """The screen as text: each row, a bar, the digest of its style."""
    rows = app.screen._compositor.render_strips()
    return "".join(f"{strip.text}│{digest(strip)}\n" for strip in rows)


def assert_kept(path: Path, text: str, request: pytest.FixtureRequest) -> None:
    """The screens are those that were kept; or, where asked for, keep these."""
    if request.config.getoption("--keep-screens"):
        KEPT.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text.splitlines() == kept.splitlines(), (
        f"if this was meant: pytest {request.path} --keep-screens"
    )


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
async def test_each_screen_looks_as_it_did(
    state: str, size: tuple[int, int], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    app = FwdashApp(Scripted(getattr(scripted, state)()))
    app.animation_level = "none"
    files = engine_files(tmp_path / "engines")
    shown: dict[str, str] = {}
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for _ in range(SETTLED):
            app.tick()
        for name, key in SCREENS.items():
            if name == "code":
                app.push_screen(CodeScreen(app.known, app.main.selection.markers, files))
            elif key:
                await pilot.press(key)
            await pilot.pause()
            shown[name] = painted(app)
            if key:
                await pilot.press("escape")
                await pilot.pause()
                assert app.screen is app.main
    path = KEPT / f"{state}-{size[0]}x{size[1]}.txt"
    text = "".join(f"== {name}\n{rows}" for name, rows in shown.items())
    assert_kept(path, text, request)


def warned() -> list[ev.AnyEvent]:
    """A crashed lane, and a log long enough to be sought through."""
    more = [
        ev.Logged(lane="jax", at=29.5 + n / 10, line=f"W compiling module {n}", level="warning")
        for n in range(20)
    ]
    return [*scripted.crashed(), *more]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_what_was_looked_for_looks_as_it_did(
    size: tuple[int, int], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    app = FwdashApp(Scripted(warned()))
    app.animation_level = "none"
    files = engine_files(tmp_path / "engines")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.tick()
        app.push_screen(CodeScreen(app.known, app.main.selection.markers, files))
        await pilot.pause()
        await pilot.press(*["up"] * 5)
        await pilot.pause()
        text = f"== code, scrolled\n{painted(app)}"
        await pilot.press("escape", "L", "slash", *"loss", "enter")
        await pilot.pause()
        text += f"== log, sought through\n{painted(app)}"
    assert_kept(KEPT / f"looked-for-{size[0]}x{size[1]}.txt", text, request)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_screens_of_a_machine_with_gpus_look_as_they_did(
    size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    app = FwdashApp(Scripted([*scripted.train(), SAMPLED], machine=MACHINE))
    app.animation_level = "none"
    text = ""
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.tick()
        await pilot.press("3")
        for name in ("detail", "devices"):
            await pilot.press(SCREENS[name])
            await pilot.pause()
            app.tick()
            await pilot.pause()
            text += f"== {name}\n{painted(app)}"
            await pilot.press("escape")
    assert_kept(KEPT / f"gpus-{size[0]}x{size[1]}.txt", text, request)
