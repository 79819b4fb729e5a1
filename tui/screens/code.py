"""The training loops that run, side by side, as their files have them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from engines.errors import RunError
from engines.run.lane_state import LaneState
from engines.run.run import Run
from tui.keys.scopes import screen_bindings
from tui.screens.followed import FollowsRun
from tui.screens.keyed_screen import KeyedScreen
from tui.views.training_loops import FOLDER, legend, training_loop
from tui.views.workload_code import model_code
from widgets.code_pane import CodePane, CodeView
from widgets.key_bar import KeyHint
from widgets.line import Line
from widgets.strip_widget import StripWidget

COLUMN = 38
"""The least cells of a pane; where not all get as much, one shows at a time."""


class Legend(StripWidget):
    """One line: what the signs in the gutters mean."""

    DEFAULT_CSS = "Legend { height: 1; background: $foreground 6%; }"

    def __init__(self, markers: Sequence[str], accents: Sequence[int]) -> None:
        """Initialize for the lanes' letters."""
        super().__init__()
        self._letters = (markers, accents)

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The one line."""
        return (legend(*self._letters, width),)


class CodeScreen(FollowsRun, KeyedScreen):
    """Owns how far all panes are scrolled, and which is alone; modes are read from the run."""

    AUTO_FOCUS = ""
    SCOPE = "code"
    BINDINGS: ClassVar[list[BindingType]] = [*screen_bindings("code")]
    HINTS: ClassVar[tuple[KeyHint, ...]] = (
        KeyHint("back", "{back}", "back", keep=True),
        KeyHint("model", "{code_model}", "model/loop", keep=True),
        KeyHint("scroll(1)", "{scroll_up}{scroll_down}", "scroll"),
        KeyHint("next(1)", "{code_next}", "next"),
        KeyHint("alone", "{code_alone}", "one/all"),
        KeyHint("steps", "{code_steps}", "to the step"),
        KeyHint("help", "{help}", "help"),
    )

    def __init__(self, run: Run, markers: dict[str, str], folder: Path = FOLDER) -> None:
        """Initialize for a run, and the folder with the engines' files."""
        super().__init__()
        self._run = run
        self._markers = markers
        self._accents = {lane_id: run.accents[lane_id] for lane_id in run.lanes}
        self._folder = folder
        self.frameworks = tuple(dict.fromkeys(lane.framework for lane in run.lanes.values()))
        self.offset_rows = 0
        self.front = 0
        """The framework that shows where not all do."""
        self.alone = False
        """Whether the person wants one at a time."""
        self.models = False
        """Whether the workload's models stand where the loops were."""
        self._modes: tuple[str, ...] | None = None

    def compose(self) -> ComposeResult:
        """A pane a framework, the legend, the keys."""
        with Horizontal(id="loops"):
            for framework in self.frameworks:
                yield CodePane(id=framework)
        yield Legend(tuple(self._markers.values()), tuple(self._accents.values()))
        yield self.key_bar()

    def on_mount(self) -> None:
        """Find the panes once."""
        self.panes = [self.query_one(f"#{name}", CodePane) for name in self.frameworks]
        self.show_keys()

    def on_resize(self, event: events.Resize) -> None:
        """All or one, whichever fits; then the rows."""
        self._arrange()

    @property
    def one_at_a_time(self) -> bool:
        """Whether only the front pane shows."""
        return self.alone or self.app.size.width < COLUMN * len(self.frameworks)

    def show_now(self) -> None:
        """Follow the lanes' modes; nothing else changes by itself."""
        modes = tuple(lane.mode for lane in self._run.lanes.values())
        if modes == self._modes:
            return
        self._modes = modes
        for framework, pane in zip(self.frameworks, self.panes, strict=True):
            pane.show(self._view(framework), self.offset_rows)

    def _view(self, framework: str) -> CodeView:
        """The loop, or the model, with what its lanes do now."""
        known = (framework, self._lanes(framework), self._markers, self._accents)
        if self.models:
            return model_code(*known, self._run.header.training.workload)
        return training_loop(*known, self._folder)

    def _lanes(self, framework: str) -> list[LaneState]:
        return [lane for lane in self._run.lanes.values() if lane.framework == framework]

    def _arrange(self) -> None:
        self.query_one("#loops").set_class(self.one_at_a_time, "-one")
        for at, pane in enumerate(self.panes):
            pane.display = not self.one_at_a_time or at == self.front
        self.show_now()

    def _move_to(self, offset: int) -> None:
        """Scroll all panes by as much, as long as one of those in sight still moves."""
        reaches = [pane.reach() for pane in self.panes if pane.display]
        least, most = min(low for low, _ in reaches), max(high for _, high in reaches)
        self.offset_rows = max(least, min(most, offset))
        for pane in self.panes:
            if pane.view is not None:
                pane.show(pane.view, self.offset_rows)

    def action_scroll(self, rows: int) -> None:
        """Some rows further."""
        self._move_to(self.offset_rows + rows)

    def action_page(self, pages: int) -> None:
        """A page further, but for two rows that stay in sight."""
        self._move_to(self.offset_rows + pages * max(1, self.app.size.height - 5))

    def action_edge(self, where: int) -> None:
        """To the beginning or the end of the files."""
        self._move_to(where * 1_000_000)

    def action_model(self) -> None:
        """The workload's models instead of the loops, or the loops again."""
        self.models = not self.models
        self.offset_rows, self._modes = 0, None
        try:
            self.show_now()
        except RunError as error:
            self.models, self._modes = False, None
            self.show_now()
            self.notify(str(error), severity="warning", markup=False)
        self.query_one(Legend).display = not self.models

    def action_steps(self) -> None:
        """Back to where the steps, or the models, are."""
        self._move_to(0)

    def why_idle(self, call: str) -> str:
        """Why no other framework can be brought to the front: there is none."""
        if call not in ("next(1)", "alone") or len(self.frameworks) > 1:
            return super().why_idle(call)
        return f"All lanes are of {self.frameworks[0]}: there is one file."

    def _only_one(self) -> bool:
        """Say that there is nothing to change to, if so."""
        why = self.why_idle("alone")
        if why:
            self.notify(why, timeout=2)
        return bool(why)

    def action_alone(self) -> None:
        """One framework at a time, or all side by side where they fit."""
        if self._only_one():
            return
        self.alone = not self.alone
        self._arrange()
        if not self.alone and self.one_at_a_time:
            self.notify(f"{COLUMN * len(self.frameworks)} columns are needed for all", timeout=2)

    def action_next(self, by: int) -> None:
        """The next framework in front."""
        if self._only_one():
            return
        self.front = (self.front + by) % len(self.frameworks)
        if not self.one_at_a_time:
            self.alone = True
        self._arrange()

    @on(CodePane.Scrolled)
    def _wheel(self, message: CodePane.Scrolled) -> None:
        self.action_scroll(message.rows)
