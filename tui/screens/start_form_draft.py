"""What the start form is filled in with: a draft, what is known of its workload, what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from textual import on
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Button, Static

from engines.device import Machine
from engines.errors import RunError, UsageError
from engines.lane import Lane
from engines.optimization import OPTIMIZER_SETTINGS, defaults_for
from engines.run_plan import RunPlan
from engines.workloads.examine import Checked
from tui.screens.keyed_screen import KeyedScreen
from tui.screens.start_form_rows import (
    OF_LOG,
    OF_OPTIMIZER,
    SETTINGS,
    WORKLOAD,
    AddRow,
    LaneFields,
    LogRow,
    SettingRow,
)
from tui.start.command_line import command_line, without_defaults
from tui.start.draft import DraftReading, draft_of, read_draft, why_full
from tui.start.log_place import LogPlace
from tui.start.run_options import text_of
from tui.start.run_request import DEFAULT, RunRequest
from tui.start.workload_look import Key, WorkloadLook, look_key
from widgets.form_row import FormRow

PAUSE = 0.3
"""Seconds without a key after which a workload is looked at."""


@dataclass(frozen=True)
class Form:
    """What the form is about."""

    request: RunRequest
    """What it is filled in with."""
    machine: Machine
    log: LogPlace
    ends: Callable[[], str]
    """What starting ends, in a sentence; empty if nothing runs."""
    start: Callable[[RunPlan, str, LogPlace], None]
    """Starts a plan; its command line with it, and where its log goes."""
    left: Callable[[str], None] = lambda command: None
    """Told the command line of what was filled in and left, where going back leaves fwdash."""
    blocked: str = ""
    """Why nothing can be started from here at all; empty if it can."""
    first: bool = False
    """Whether there is no run before this one: going back leaves fwdash."""


class Drafting(KeyedScreen):
    """The half of the start form that owns the draft, and shows what comes of it."""

    class Looked(Message):
        """A workload was looked at."""

    def __init__(self, form: Form) -> None:
        """Initialize with what the form is about."""
        super().__init__()
        self.form = form
        self._first_draft = self.draft = draft_of(form.request)
        self.look = WorkloadLook(lambda: self.post_message(self.Looked()))
        self.reading: DraftReading = read_draft(self.draft, form.machine)
        self.adding = AddRow()
        self._settings: list[SettingRow] = []
        self.rows: list[LaneFields] = []
        """The lanes that are laid out; one that is on its way out is not among them."""
        self.laying = asyncio.Lock()
        """Held while the number of lanes changes."""

    def on_mount(self) -> None:
        """Fill in what is there; the rest comes after the first frame."""
        self.show_all()
        self.call_after_refresh(lambda: self.run_worker(self.lay_out()))

    def text(self, name: str) -> str:
        """What stands in a field; where there is a list, its default too."""
        default = str(getattr(DEFAULT, name) or "") if name in ("precision", "schedule") else ""
        default = DEFAULT.workload if name == "workload" else default
        if name in ("out", "tensorboard"):
            default = str(getattr(self.form.log, name) or "")
        return self.draft.texts.get(name, default)

    @property
    def key(self) -> Key:
        """What the look at the workload depends on."""
        frameworks = [lane.framework for lane in self.draft.lanes]
        return look_key(self.text("workload").strip(), frameworks)

    @property
    def checked(self) -> Checked | None:
        """What is known of the workload; None if nobody looked yet, or it cannot be."""
        known = self.look.known(self.key)
        return known if isinstance(known, Checked) else None

    @property
    def command(self) -> str:
        """The equal command line, of what is valid."""
        request = self.reading.request
        if self.checked is not None:
            request = without_defaults(request, self.checked)
        return command_line(request, self.place.arguments)

    @property
    def place(self) -> LogPlace:
        """Where the run log and event files for TensorBoard go."""

        def path(name: str) -> Path | None:
            text = self.text(name).strip()
            return Path(text).expanduser() if text else None

        return replace(self.form.log, out=path("out"), tensorboard=path("tensorboard"))

    @property
    def place_problem(self) -> str:
        """Why the run log cannot go there; the folder for TensorBoard is looked at when it starts."""
        try:
            replace(self.place, tensorboard=None).check()
        except (UsageError, RunError) as error:
            return str(error)
        return ""

    @property
    def why_not(self) -> str:
        """Why this cannot be started now; empty if it can."""
        if self.reading.problem:
            return self.reading.problem
        if why := self.place_problem:
            return why
        known = self.look.known(self.key)
        if known is None:
            return f"Looking at {self.text('workload')} …"
        return known if isinstance(known, str) else self.form.blocked

    # What changes the draft.

    def write(self, name: str, text: str) -> None:
        """Put a text into a field."""
        if text != self.text(name):
            self.draft = replace(self.draft, texts={**self.draft.texts, name: text})
            self._changed()

    def write_lane(self, number: int, lane: Lane) -> None:
        """Put another lane in the place of one."""
        lanes = self.draft.lanes
        if lane != lanes[number]:
            self.draft = replace(self.draft, lanes=(*lanes[:number], lane, *lanes[number + 1 :]))
            self._changed()

    def _changed(self) -> None:
        self.show_all()
        if self.look.known(self.key) is None:
            if self._soon is not None:
                self._soon.stop()
            self._soon = self.set_timer(PAUSE, lambda: self.look.ask(self.key))

    _soon: Timer | None = None
    _log: LogRow | None = None

    @on(Looked)
    def _looked(self) -> None:
        if not self.stands:
            return
        if self.checked is not None and self.draft == self._first_draft:
            # Taken from a run, where nothing says what its workload would have given by itself.
            request = without_defaults(self.reading.request, self.checked)
            self.draft = draft_of(request)
        self.show_all()

    def first_rows(self) -> Iterable[FormRow]:
        """The rows of the first frame; one begins to write in the first of them."""
        row = SettingRow(WORKLOAD, self.text("workload"))
        self._settings.append(row)
        return row, self.adding

    async def lay_out(self) -> None:
        """Lay the other rows out, all at once: each by itself would have all of them placed anew."""
        async with self.laying:
            if not self.stands:
                return
            settings = [SettingRow(one, self.text(one.name)) for one in SETTINGS]
            more = [SettingRow(one, self.text(one.name)) for one in OF_OPTIMIZER]
            of_log = [SettingRow(one, self.text(one.name)) for one in OF_LOG]
            self._settings += [*settings, *of_log, *more]
            self.rows = [LaneFields(*one, self.form.machine) for one in enumerate(self.draft.lanes)]
            self._log = LogRow(self.place.sentence)
            self.show_rows()
            await self.query_one("#form").mount(*self.rows, *settings, self._log, *of_log, *more)
        self.look.ask(self.key)

    @property
    def stands(self) -> bool:
        """Whether the person has not left the form; what comes late finds no fields in one left."""
        return self in self.app.screen_stack

    async def _lay_lane(self, place: int) -> None:
        row = LaneFields(place, self.draft.lanes[place], self.form.machine)
        before = self.rows[place - 1] if place else self.adding
        self.rows.insert(place, row)
        await self.query_one("#form").mount(row, after=before)

    async def insert_lane(self, place: int, lane: Lane) -> None:
        """One lane more; the focus goes to it."""
        lanes = self.draft.lanes
        self.draft = replace(self.draft, lanes=(*lanes[:place], lane, *lanes[place:]))
        if not self.rows:  # `lay_out` comes yet
            self._changed()
            return
        await self._lay_lane(place)
        self._lanes_moved(place)

    def take_lane(self, place: int) -> None:
        """One lane less; the focus goes to the one that follows, or to the last."""
        lanes = self.draft.lanes
        self.draft = replace(self.draft, lanes=lanes[:place] + lanes[place + 1 :])
        row = self.rows.pop(place)
        self._lanes_moved(min(place, len(self.rows) - 1))
        # Not awaited: it is the row's own button that asks, and the row goes when that is done.
        row.remove()

    def _lanes_moved(self, focus: int) -> None:
        for number, row in enumerate(self.rows):
            row.renumber(number)
        self.rows[focus].focus_on()
        self._changed()

    def show_all(self) -> None:
        """Read the draft and show what comes of it."""
        self.reading = read_draft(self.draft, self.form.machine, self.checked)
        self.show_rows()
        why = self.why_not
        self.query_one("#command", Static).update(self.command)
        self.query_one("#start", Button).disabled = bool(why)
        self.query_one("#why", Static).update(why or self.form.ends() or "Ready.")
        self.show_keys()

    def why_idle(self, call: str) -> str:
        """Why a key of the footer can do nothing with the draft as it stands."""
        if call == "remove" and len(self.draft.lanes) == 1:
            return "A run needs at least one lane."
        if call in ("add", "duplicate"):
            return why_full(self.draft.lanes)
        return self.why_not if call == "start" else super().why_idle(call)

    def show_rows(self) -> None:
        """Show what stands in each row, and what is to be said of it."""
        for row in self._settings:
            self.show_row(row)
        if self._log is not None:
            self._log.tell(self.place.sentence)
        for number, lane in enumerate(self.rows):
            problem = self.reading.problems.get(f"lane:{number}", "")
            lane.show(self.draft.lanes[number], problem)

    def show_row(self, row: SettingRow) -> None:
        """Show one setting, and what is to be said of it."""
        name, checked = row.setting.name, self.checked
        problem, hint = self.reading.problems.get(name, ""), ""
        if name == "out":
            problem = self.place_problem
        if name == "workload":
            known = self.look.known(self.key)
            hint = "looking …" if known is None else ""
            problem = known if isinstance(known, str) else problem
            if checked is not None:
                hint = f"{checked.parameters:,} parameters, {checked.examples:,} examples"
        row.show(self.text(name), self._default(name, checked), problem, hint)

    def _default(self, name: str, checked: Checked | None) -> str:
        """What a field is if nothing stands there."""
        if checked is not None and name in OPTIMIZER_SETTINGS:
            given = defaults_for(
                self.reading.request.optimizer or checked.optimizer, checked.optimization
            )[name]
            return "" if given is None else text_of(name, given)
        if name in ("out", "tensorboard"):
            return ""
        if checked is None or name not in ("optimizer", "learning_rate", "batch_size"):
            value = getattr(DEFAULT, name)
            return text_of(name, value) if value else "0" if value == 0 else ""
        optimizer = self.reading.request.optimizer or checked.optimizer
        rate = checked.learning_rates.get(optimizer)
        return {
            "optimizer": checked.optimizer,
            "learning_rate": "" if rate is None else f"{rate:g}",
            "batch_size": f"{checked.batch_size}",
        }[name]
