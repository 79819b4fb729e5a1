"""The rows of the start form: a lane, or one setting with what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, Label, Static

from engines.device import Machine
from engines.lane import FRAMEWORKS, MODES, Lane
from engines.run_plan import PRECISIONS
from engines.turns import SCHEDULES
from engines.workloads.catalogue import names
from engines.workloads.workload import OPTIMIZERS
from tui.screens.device_choice import device_choices
from widgets.pick import Pick


@dataclass(frozen=True)
class Setting:
    """A field of `Asked` as the form shows it."""

    name: str
    label: str
    hint: str = ""
    values: tuple[str, ...] = ()
    """What there is to choose from, where that is all."""


SETTINGS = (
    Setting("optimizer", "optimizer", "sgd has momentum 0.9", OPTIMIZERS),
    Setting("learning_rate", "learning rate"),
    Setting("batch_size", "batch size"),
    Setting("seed", "seed", "weights and batches follow from it"),
    Setting("precision", "precision", "bf16 and tf32 change what is computed", PRECISIONS),
    Setting("steps", "steps", "empty: no end"),
    Setting("schedule", "schedule", "free: all lanes at once, contended", SCHEDULES),
    Setting("turn_ms", "turn, ms", "how long a lane has its device"),
    Setting("sync_every", "sync every", "steps a sample of step time"),
    Setting("evaluate_every", "evaluate every", "steps"),
    Setting("changes", "mode changes", "STEP:LANE=MODE, with spaces between"),
)


class SettingRow(Horizontal):
    """Label, what to write on or to choose from, and a note: a hint, or what is wrong."""

    def __init__(self, setting: Setting, text: str) -> None:
        """Initialize with a setting and what it is now."""
        super().__init__(classes="setting")
        self.setting = setting
        self._text = text

    def compose(self) -> ComposeResult:
        """The three parts."""
        yield Label(self.setting.label, classes="label")
        if self.setting.values:
            yield Pick(self.setting.values, self._text, id=self.setting.name)
        else:
            suggested = SuggestFromList(names()) if self.setting.name == "workload" else None
            yield Input(self._text, id=self.setting.name, compact=True, suggester=suggested)
        if self.setting.name == "workload":
            yield Button("▾", action="screen.list_workloads", compact=True, classes="list")
        yield Static(self.setting.hint, classes="note", markup=False)

    def show(self, text: str, default: str, problem: str, hint: str = "") -> None:
        """Show what stands there, what it is if nothing does, and what is wrong or good to know."""
        if self.setting.values:
            self.query_one(Pick).show(self.setting.values, text, default)
        else:
            line = self.query_one(Input)
            line.placeholder = default
            # What was not changed here is left alone: a key may have come that nobody heard of yet.
            if text != self._text:
                self._text = line.value = text
        self.set_class(bool(problem), "-wrong")
        self.query_one(".note", Static).update(problem or hint or self.setting.hint)


class LaneRow(Vertical):
    """Framework, device and mode of one lane, and what is wrong with it."""

    def __init__(self, number: int, lane: Lane, machine: Machine) -> None:
        """Initialize for a lane; lanes are counted from 0."""
        super().__init__(classes="lane")
        self.number = number
        self._lane = lane
        self._devices = tuple(device_choices(machine))

    def compose(self) -> ComposeResult:
        """The line, and under it what is wrong."""
        lane = self._lane
        with Horizontal():
            yield Label(f"{self.number + 1}", classes="number")
            yield Pick(FRAMEWORKS, lane.framework, classes="framework")
            yield Label("@", classes="sign")
            yield Input(
                lane.device,
                placeholder="cpu",
                compact=True,
                classes="device",
                suggester=SuggestFromList(self._devices),
            )
            yield Button("▾", compact=True, classes="list", action="screen.list_devices")
            yield Label("+", classes="sign")
            yield Pick(tuple(MODES[lane.framework]), lane.mode, classes="mode")
            yield Button("dup", compact=True, action="screen.duplicate", tooltip="Duplicate")
            yield Button("×", compact=True, action="screen.remove", tooltip="Remove")
        yield Static("", classes="problem", markup=False)

    def renumber(self, number: int) -> None:
        """Become the lane of another number, counted from 0."""
        if number != self.number:
            self.number = number
            self.query_one(".number", Label).update(f"{number + 1}")

    def show(self, lane: Lane, problem: str) -> None:
        """Show the lane as it is now."""
        self.query_one(".framework", Pick).show(FRAMEWORKS, lane.framework)
        self.query_one(".mode", Pick).show(tuple(MODES[lane.framework]), lane.mode)
        if lane.device != self._lane.device:
            self.query_one(Input).value = lane.device
        self._lane = lane
        shown = self.query_one(".problem", Static)
        shown.update(problem)
        shown.display = bool(problem)
