"""Every screen at every size in every state, as text with a digest of each row's style.

A difference reads as a diff of two screens; the row's digest tells of colours alone. After a change
that was meant: `pytest tests/tui/screens/test_screen_matrix.py --snapshot-update`, then `git diff`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from rich.color import ColorSystem
from textual.strip import Strip

from tests.tui import scripted
from tests.tui.screens.test_screen_snapshots import LOOP
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
    if request.config.getoption("update_snapshots"):
        KEPT.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text.splitlines() == kept.splitlines(), (
        f"if this was meant: pytest tests/tui/{request.path.name} --snapshot-update"
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
