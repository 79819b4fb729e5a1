"""The rows of the start form: a lane, or one setting with what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.suggester import SuggestFromList
from textual.widget import Widget

from engines.device import Machine
from engines.lane import FRAMEWORKS, MODES, Lane
from engines.recipe import CHOICES
from engines.workloads.catalogue import names
from tui.screens.device_choice import device_choices
from widgets.form_fields import LineButton, LineInput
from widgets.form_row import NOTE, FormRow, Note, Words
from widgets.pick import Pick

LABELS = 15
"""Cells that the labels take."""
ROOMY = 108
"""Cells of a row from which on a wide field leaves its hint enough."""
LIST = 3
"""Cells that the sign of a list takes."""


@dataclass(frozen=True)
class Setting:
    """A field of `RunRequest` as the form shows it."""

    name: str
    label: str
    hint: str = ""
    values: tuple[str, ...] = ()
    """What there is to choose from, where that is all."""
    width: int = 14
    """Cells of its field."""
    wide: int = 0
    """Cells of its field where the terminal has room for them; 0 for as many as ever."""


WORKLOAD = Setting("workload", "workload", width=24)
SETTINGS = (
    Setting("optimizer", "optimizer", "more of it below", CHOICES["optimizer"]),
    Setting("learning_rate", "learning rate"),
    Setting("batch_size", "batch size"),
    Setting("seed", "seed", "weights and batches follow from it"),
    Setting(
        "precision", "precision", "bf16 and tf32 change what is computed", CHOICES["precision"]
    ),
    Setting("steps", "steps", "empty: no end"),
    Setting("schedule", "schedule", "free: all lanes at once, contended", CHOICES["schedule"]),
    Setting("turn_seconds", "turn, ms", "how long a lane has its device"),
    Setting("sync_every", "sync every", "steps a sample of step time"),
    Setting("evaluate_every", "evaluate every", "steps"),
    Setting("evaluate_batch", "test batch", "evaluated at once; empty: batch size"),
    Setting("changes", "mode changes", "STEP:LANE=MODE, with spaces between", width=24, wide=56),
)
OF_OPTIMIZER = (
    Setting("lr_schedule", "rate over time", "down to the last step", CHOICES["lr_schedule"]),
    Setting("warmup", "warm-up", "steps until the rate is full"),
    Setting("momentum", "momentum", "of sgd and rmsprop"),
    Setting("nesterov", "Nesterov", "its momentum, of sgd", ("no", "yes")),
    Setting("weight_decay", "weight decay", "decoupled in adamw"),
    Setting("clip_norm", "clip norm", "of all gradients together; 0: none"),
    Setting("label_smoothing", "smoothing", "of labels, in training; 0: none"),
)
"""What few ask for; these stand below the place of the log."""
OF_LOG = (
    Setting("out", "log file", "empty: a name of its own", width=24, wide=56),
    Setting("tensorboard", "TensorBoard", "a folder for its event files", width=24, wide=56),
)
"""Where the run is written; no part of what is trained."""


class ListButton(LineButton):
    """Opens the list that goes with the field before it."""

    def __init__(self, action: str) -> None:
        """Initialize with the action that opens it."""
        super().__init__("▾", action=action, compact=True, classes="list")


class SettingRow(FormRow):
    """Label, what to write on or to choose from, and a note: a hint, or what is wrong."""

    def __init__(self, setting: Setting, text: str) -> None:
        """Initialize with a setting and what it is now."""
        self.setting = setting
        self._text = text
        self._pick = Pick(setting.values, text, id=setting.name) if setting.values else None
        self._line = LineInput(text, id=setting.name, compact=True)
        fields: list[Widget] = [self._pick or self._line]
        if setting is WORKLOAD:
            self._line.suggester = SuggestFromList(names())
            fields.append(ListButton("screen.list_workloads"))
        column = LABELS + setting.width + LIST * (len(fields) - 1) + 1
        super().__init__(*fields, words=(Words(setting.label),), column=column, classes="setting")

    def on_resize(self, event: events.Resize) -> None:
        """Give a field that may hold much what room there is beside its hint."""
        setting = self.setting
        if setting.wide:
            cells = setting.wide if event.size.width >= ROOMY else setting.width
            self._line.styles.width = cells
            self.note_column = LABELS + cells + 1

    def show(self, text: str, default: str, problem: str, hint: str = "") -> None:
        """Show what stands there, what it is if nothing does, and what is wrong or good to know."""
        if self._pick is not None:
            self._pick.show(self.setting.values, text, default)
        else:
            self._line.placeholder = default
            # What was not changed here is left alone: a key may have come that nobody heard of yet.
            if text != self._text:
                self._text = self._line.value = text
        self.say(Note(problem or hint or self.setting.hint, wrong=bool(problem)))


class AddRow(FormRow):
    """What the lanes stand under."""

    def __init__(self) -> None:
        """Initialize with the button that adds a lane."""
        super().__init__(
            LineButton("add a lane", action="screen.add", compact=True, id="add"),
            words=(Words("lanes"),),
            column=29,
        )
        self.say(Note("framework @ device + mode"))


class LogRow(FormRow):
    """Where the run log goes."""

    def __init__(self, sentence: str) -> None:
        """Initialize with what is to be said of it."""
        super().__init__(words=(Words("log"),), column=LABELS + 1)
        self.tell(sentence)

    def tell(self, sentence: str) -> None:
        """Say another sentence."""
        self.say(Note(sentence, whole=True))


class LaneFields(FormRow):
    """Framework, device and mode of one lane, and what is wrong with it."""

    def __init__(self, number: int, lane: Lane, machine: Machine) -> None:
        """Initialize for a lane; lanes are counted from 0."""
        self.number = number
        self._lane = lane
        self._framework = Pick(FRAMEWORKS, lane.framework, classes="framework")
        self._mode = Pick(tuple(MODES[lane.framework]), lane.mode, classes="mode")
        self._device = LineInput(
            lane.device,
            placeholder="cpu",
            compact=True,
            classes="device",
            suggester=SuggestFromList(tuple(device_choices(machine))),
        )
        super().__init__(
            self._framework,
            self._device,
            ListButton("screen.list_devices"),
            self._mode,
            LineButton("dup", compact=True, action="screen.duplicate", tooltip="Duplicate"),
            LineButton("×", compact=True, action="screen.remove", tooltip="Remove"),
            words=_words(number),
            column=2,
            classes="lane",
        )

    def renumber(self, number: int) -> None:
        """Become the lane of another number, counted from 0."""
        if number != self.number:
            self.number = number
            self.words = _words(number)
            self.refresh()

    def show(self, lane: Lane, problem: str) -> None:
        """Show the lane as it is now."""
        self._framework.show(FRAMEWORKS, lane.framework)
        self._mode.show(tuple(MODES[lane.framework]), lane.mode)
        if lane.device != self._lane.device:
            self._device.value = lane.device
        self._lane = lane
        self.say(Note(problem, wrong=bool(problem)))

    def focus_on(self) -> None:
        """Go to its first field."""
        self._framework.focus()


def _words(number: int) -> tuple[Words, ...]:
    return Words(f"{number + 1}"), Words("@", 11, NOTE), Words("+", 26, NOTE)
