"""The code screen: the loops that run, scrolling together, with signs that follow the modes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engines import events as ev
from engines.workloads.new import TEMPLATE
from tests.engines.streams import trained_by
from tests.tui.keys.test_actions import racing, said
from tui.screens.code import CodeScreen
from widgets.code_pane import CodePane
from widgets.fold import fold
from widgets.line import Piece, width

SIX = ("torch+eager", "torch+compile", "keras+graph", "keras+xla", "jax+jit", "jax+eager")


def rows(pane: CodePane) -> list[str]:
    return [strip.text.rstrip() for strip in pane._strips]


async def test_a_column_a_framework_with_the_step_in_sight() -> None:
    loaded = set(sys.modules)
    async with racing(lanes=SIX, size=(160, 40)) as (app, _, pilot):
        await pilot.press("o")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CodeScreen)
        assert [pane.id for pane in screen.panes] == ["torch", "keras", "jax"]
        for pane, top in zip(screen.panes, ("switch", "step", "step"), strict=True):
            assert pane.display
            assert f"def {top}(" in rows(pane)[1]
            assert any("def train(" in row for row in rows(pane))
        assert "T torch  eager" in rows(screen.panes[0])[0]
        assert not {"torch", "tensorflow", "keras", "jax"} & (set(sys.modules) - loaded)
        await pilot.press("o")
        assert app.screen is app.main


async def test_panes_scroll_together_and_no_further_than_they_go() -> None:
    async with racing(size=(120, 36)) as (app, _, pilot):
        await pilot.press("o")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CodeScreen)
        at_first = [rows(pane) for pane in screen.panes]
        await pilot.press("down")
        assert [rows(pane)[1:-1] for pane in screen.panes] == [was[2:] for was in at_first]
        await pilot.press("up")
        assert [rows(pane) for pane in screen.panes] == at_first
        await pilot.press("home")
        assert all('"""' in rows(pane)[1] for pane in screen.panes)
        least = screen.offset_rows
        await pilot.press("up", "pageup")
        assert screen.offset_rows == least
        await pilot.press("end", "down", "pagedown")
        assert all(rows(pane)[-1] for pane in screen.panes)
        screen.panes[0].post_message(CodePane.Scrolled(-3))
        await pilot.pause()
        await pilot.press("s")
        assert [rows(pane) for pane in screen.panes] == at_first


async def test_narrow_terminals_show_one_at_a_time() -> None:
    async with racing(size=(80, 24)) as (app, _, pilot):
        await pilot.press("o")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CodeScreen)
        for framework in ("torch", "keras", "jax", "torch"):
            assert [pane.id for pane in screen.panes if pane.display] == [framework]
            await pilot.press("tab")
        await pilot.press("shift+tab", "f")
        assert [pane.id for pane in screen.panes if pane.display] == ["torch"]
        await pilot.press("f")
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert all(pane.display for pane in screen.panes)
        await pilot.press("f")
        assert [pane.id for pane in screen.panes if pane.display] == ["torch"]


async def test_a_change_of_mode_moves_the_letter() -> None:
    async with racing(lanes=("jax",), size=(120, 36)) as (app, source, pilot):
        await pilot.press("o", "up", "up", "up", "pageup", "pageup")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CodeScreen)
        pane = screen.panes[0]
        jit, eager = '"jit": jax.jit', '"eager": self.step'

        def sign(part: str) -> str:
            (row,) = (row for row in rows(pane) if part in row)
            return row.split()[1]

        assert (sign(jit), sign(eager)) == ("J", "◇")
        assert pane.update_lines() == 0
        source.pending.append(
            ev.ModeChanged(
                lane="jax", at=30.0, mode="eager", previous="jit", step=2400, seconds=0.1
            )
        )
        app.tick()
        assert (sign(jit), sign(eager)) == ("◇", "J")
        assert "eager" in rows(pane)[0]


async def test_no_size_is_too_small() -> None:
    async with racing(size=(60, 20)) as (app, _, pilot):
        await pilot.press("o")
        for size in ((1, 1), (30, 8)):
            await pilot.resize_terminal(*size)
            await pilot.press("end", "tab", "pageup", "s")
            app.tick()
            assert app.crash is None


@pytest.mark.parametrize("cells", [1, 7, 20, 33])
@pytest.mark.parametrize(
    "text", ["", "x", "    a = some.thing(of, a) or long", "y" * 50, "宽" * 30]
)
def test_folding_loses_no_letter_and_stays_within(text: str, cells: int) -> None:
    folded = fold((Piece(text[:3], "value"), Piece(text[3:], "dim")), cells)
    written = "".join(piece.text for row in folded for piece in row)
    assert written.replace(" ", "") == text.replace(" ", "")
    assert cells < 2 or all(width(row) <= cells for row in folded)


async def test_the_workloads_models_stand_where_the_loops_were(tmp_path: Path) -> None:
    own = tmp_path / "mine.py"
    own.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    async with racing(size=(120, 36)) as (app, _, pilot):
        app.known.header = trained_by(app.known.header, workload=str(own))
        await pilot.press("o", "w")
        screen = app.screen
        assert isinstance(screen, CodeScreen)
        for pane in screen.panes:
            assert "mine.py" in rows(pane)[0]
            assert f"def {pane.id}_model(" in rows(pane)[1]
        await pilot.press("down", "s")
        assert "def jax_model(" in rows(screen.panes[2])[1]
        await pilot.press("w")
        assert "_engine.py" in rows(screen.panes[0])[0]
        app.known.header = trained_by(app.known.header, workload=str(tmp_path / "gone.py"))
        await pilot.press("w")
        assert "gone.py cannot be shown: No such file" in said(app)
        assert not screen.models


async def test_shipped_workloads_have_models_to_show_too() -> None:
    async with racing(size=(80, 24)) as (app, _, pilot):
        await pilot.press("o", "w")
        screen = app.screen
        assert isinstance(screen, CodeScreen)
        assert "digits_mlp.py" in rows(screen.panes[0])[0]
        assert "def torch_model(" in rows(screen.panes[0])[1]


async def test_one_framework_alone_says_that_there_is_nothing_to_change_to() -> None:
    async with racing(lanes=("jax",)) as (app, _, pilot):
        await pilot.press("o", "tab", "f")
        assert "All lanes are of jax" in said(app)
