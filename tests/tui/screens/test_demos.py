"""The screen of the demos: what was measured stands beside the code, in every mode and version."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from engines.demos.catalogue import MODES, find_demo
from engines.device import find_machine
from engines.events import AnyEvent
from tests.engines.demos.recorded import DEMOS, events, header, write_log
from tui.app import FwdashApp
from tui.keys.scopes import calls
from tui.screens.demo_column import Column
from tui.screens.demos import DemosScreen
from tui.screens.help import HelpScreen
from tui.screens.log import LogScreen
from tui.sources.abilities import Abilities
from tui.sources.own_run import OwnRun
from tui.sources.replay import Replay
from widgets.code_pane import CodePane
from widgets.line_pane import LinePane

FILE = find_demo("oob_index").path("torch")


class Measured(OwnRun):
    """A study that says what a script says, and keeps what it is told to measure."""

    can = Abilities(measures=True)

    def __init__(self) -> None:
        self.header, self.machine = header(), find_machine()
        self.log_path: Path | None = None
        self._events: list[AnyEvent] = events(FILE)
        self.asked: list[str] = []

    def start(self) -> None:
        """Nothing to start."""

    close = start

    def now(self) -> float:
        """The clock stands still."""
        return 3.0

    def drain(self) -> list[AnyEvent]:
        """All at once."""
        told, self._events = self._events, []
        return told

    def measure(self, ids: Sequence[str]) -> None:
        """Keep them."""
        self.asked = list(ids)


@asynccontextmanager
async def shown(
    size: tuple[int, int] = (120, 36),
) -> AsyncIterator[tuple[FwdashApp, Measured, Pilot[None]]]:
    source = Measured()
    app = FwdashApp(source)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.tick()
        await pilot.pause()
        yield app, source, pilot


def lines_of(pane: LinePane | CodePane) -> str:
    rows = pane.lines_for(pane.size.width, pane.size.height)
    return "\n".join("".join(piece.text for piece in row) for row in rows)


def column(app: FwdashApp, framework: str) -> str:
    """All that a column shows, a part below the other."""
    one = app.screen.query_one(f"#column-{framework}", Column)
    parts = [one.query_one(CodePane), *one.query(LinePane)]
    return "\n".join(lines_of(part) for part in parts if part.display)


def in_sight(app: FwdashApp) -> list[str]:
    return [name for name in MODES if app.screen.query_one(f"#column-{name}").display]


@pytest.mark.parametrize(("size", "frameworks"), [((120, 36), list(MODES)), ((80, 24), ["torch"])])
async def test_as_many_columns_as_fit_with_code_outcome_and_report(
    size: tuple[int, int], frameworks: list[str]
) -> None:
    async with shown(size) as (app, _, pilot):
        assert isinstance(app.screen, DemosScreen)
        assert in_sight(app) == frameworks
        text = column(app, "torch")
        assert "raises" in text
        assert "●" in text
        assert "line named last frame" in text
        assert "CPU 0.25 s" in text
        await pilot.press("f" if size[0] > 100 else "z")
        await pilot.press("pagedown", "pagedown")
        text = column(app, "torch")
        assert in_sight(app) == ["torch"]
        told = "IndexError: index 7 is out of bounds for dimension 0 with size 5"
        assert told in " ".join(text.split())


async def test_frames_of_others_are_folded_and_unfolded() -> None:
    async with shown() as (app, _, pilot):
        await pilot.press("f")
        await pilot.pause()
        assert "… 2 frames of others" in column(app, "torch")
        assert 'File "in_torch.py", line 11, in step' in column(app, "torch")
        await pilot.press("z")
        assert "/elsewhere/torch/two.py" in column(app, "torch")


async def test_modes_and_versions_go_round() -> None:
    async with shown() as (app, _, pilot):
        await pilot.press("m")
        assert "it returned 14" in column(app, "torch")
        assert "silently" in column(app, "torch")
        assert " eager " in column(app, "keras")
        await pilot.press("m", "M")
        assert " compile " in column(app, "torch")
        assert " graph " in column(app, "keras")
        await pilot.press("v")
        assert "fixed" in column(app, "jax")
        assert "●" not in column(app, "jax")
        await pilot.press("v")
        assert "hunter:" in column(app, "jax")
        assert "torch has no hunter of its own here." in " ".join(column(app, "torch").split())
        await pilot.press("v")
        assert "bug" in column(app, "jax")


async def test_a_demo_is_chosen_and_measured_what_is_in_sight_first() -> None:
    async with shown() as (app, source, pilot):
        await pilot.press("enter")
        assert source.asked[:3] == [
            "oob_index/torch+eager/bug",
            "oob_index/keras+eager/bug",
            "oob_index/jax+eager/bug",
        ]
        await pilot.press("down", "down")
        assert isinstance(app.screen, DemosScreen)
        assert app.screen.demo.name == "inplace_grad"
        assert "JAX's arrays cannot be written in place." in " ".join(column(app, "jax").split())
        await pilot.press("tab", "shift+tab", "enter")
        assert all(one.startswith("inplace_grad/") for one in source.asked)


async def test_the_catalogue_has_groups_and_a_letter_a_framework() -> None:
    async with shown() as (app, _, _pilot):
        listed = app.screen.query_one(OptionList)
        texts = [str(listed.get_option_at_index(n).prompt) for n in range(listed.option_count)]
        assert [text.split()[0] for text in texts if not text.startswith("[b]")] == list(DEMOS)
        assert texts[1].endswith("r··")


async def test_a_recorded_run_is_shown_the_same_way_and_measures_nothing(tmp_path: Path) -> None:
    log = write_log(tmp_path / "demos.fwdash.jsonl", FILE)
    app = FwdashApp(Replay(log, 64.0))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("end")
        for _ in range(20):
            app.tick()
            await pilot.pause(0.05)
        assert "raises" in column(app, "torch")
        await pilot.press("enter")
        notes = " ".join(note.message for note in app._notifications)
        assert "only shows what was measured" in notes
        await pilot.press("space", "home", "L")
        assert isinstance(app.screen, LogScreen)
        await pilot.press("escape", "question_mark")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape", "escape")
        assert isinstance(app.screen, DemosScreen)


async def test_all_its_keys_are_in_the_table_and_do_something() -> None:
    async with shown() as (app, _, pilot):
        bound = [binding for _, binding in app.screen._bindings if binding.id]
        ids = {str(binding.id).partition(".")[0] for binding in bound}
        assert ids == set(calls("demos"))
        assert isinstance(app.screen, DemosScreen)
        for binding in bound:
            action_id = binding.action.removeprefix("do('").removesuffix("')")
            assert action_id in app.screen.done or action_id == "pause", binding
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert "Next version (v)" in titles
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)


@pytest.mark.parametrize("size", [(40, 8), (20, 4), (200, 60)])
async def test_any_size_of_terminal_is_survived(size: tuple[int, int]) -> None:
    async with shown(size) as (app, _, pilot):
        await pilot.press("v", "m", "M", "tab", "f", "z", "pagedown", "down", "up")
        assert isinstance(app.screen, DemosScreen)
