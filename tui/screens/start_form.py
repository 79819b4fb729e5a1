"""A form for another run: every field of a plan, checked as it is written, and its command line."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from engines.errors import RunError, UsageError
from engines.lane import DEFAULT_MODE, MODES, Lane
from tui.keys.scopes import screen_bindings
from tui.screens.choice import ChoiceScreen
from tui.screens.scrolling import ScrollPane
from tui.screens.start_form_draft import Drafting
from tui.screens.start_form_rows import LaneFields
from tui.start.checked_plan import plan_for
from tui.start.draft import another_lane
from widgets.form_fields import LineButton
from widgets.form_row import FormRow
from widgets.key_bar import KeyHint
from widgets.pick import Pick


class StartForm(Drafting):
    """Owns a draft; what is valid in it makes the command line."""

    AUTO_FOCUS = "#workload"
    SCOPE = "form"
    BINDINGS: ClassVar[list[BindingType]] = [*screen_bindings("form")]
    HINTS: ClassVar[tuple[KeyHint, ...]] = (
        KeyHint("back", "{back}", "back", keep=True),
        KeyHint("start", "{form_start}", "start", keep=True),
        KeyHint("field(1)", "{form_previous}{form_next}", "row"),
        KeyHint("add", "{form_add}", "add lane"),
        KeyHint("duplicate", "{form_duplicate}", "duplicate"),
        KeyHint("remove", "{form_remove}", "remove"),
        KeyHint("copy", "{form_copy}", "copy"),
        KeyHint("help", "{form_help}", "help"),
    )
    DEFAULT_CSS = """
    StartForm {
        layout: vertical;
        #title { height: 1; padding: 0 1; background: $panel; text-style: bold; }
        #form { height: 1fr; padding: 0 1; scrollbar-size: 1 1; scrollbar-gutter: stable;
            scrollbar-background: $background; scrollbar-color: $foreground 25%; }
        .setting Input, .lane Input { padding: 0 1; background: $surface; }
        .setting Input, .setting Pick { width: 14; margin: 0 0 0 15; }
        .setting #workload, .setting #changes, .setting #out, .setting #tensorboard { width: 24; }
        .-wrong.setting Input, .-wrong.setting Pick { color: $text-error; }
        .framework { width: 9; margin: 0 0 0 2; }
        .device { width: 11; margin: 0 0 0 1; }
        .mode { width: 19; margin: 0 0 0 1; }
        Input:focus { background: $foreground 18%; }
        Button { margin: 0 0 0 1; min-width: 5; width: auto; background: $surface; color: $foreground; }
        #add { margin: 0 0 0 16; }
        Button.list { margin: 0; min-width: 3; color: $foreground 48%; }
        Button:focus { background: $foreground 18%; text-style: bold; }
        #foot { height: auto; padding: 0 1; background: $foreground 6%; }
        #command { height: auto; max-height: 4; overflow: hidden auto; }
        #doing { height: auto; max-height: 3; }
        #start { margin: 0; background: $success; color: $background; text-style: bold; }
        #start:disabled { background: $surface; color: $foreground 48%; text-style: none; }
        /* The ansi themes give it a frame, compact or not. */
        #start:disabled, #start.-active { border: none !important; }
        #start:focus { text-style: bold reverse; }
        #why { width: 1fr; height: auto; padding: 0 0 0 1; color: $foreground 70%; }
    }
    """

    def compose(self) -> ComposeResult:
        """Title, fields, and what always stays in sight: the command line and the way to start."""
        yield Static("New run", id="title")
        with ScrollPane(id="form"):
            yield from self.first_rows()
        with Vertical(id="foot"):
            yield Static("", id="command", markup=False)
            with Horizontal(id="doing"):
                yield LineButton("start", action="screen.start", compact=True, id="start")
                yield LineButton("copy", action="screen.copy", compact=True, id="copy")
                yield Static("", id="why", markup=False)
        yield self.key_bar()

    # Messages.

    @on(Input.Changed)
    def _written(self, event: Input.Changed) -> None:
        # What stands there now: the event may be of an earlier key, and later ones count already.
        row, text = self.row_of(event.input), event.input.value
        if row is not None:
            self.write_lane(row.number, replace(self.draft.lanes[row.number], device=text))
        elif event.input.id:
            self.write(event.input.id, text)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Enter on a field with a list opens it, on another it goes on to the next."""
        if self.row_of(event.input) is not None:
            self.action_list_devices()
        elif event.input.id == "workload":
            self.action_list_workloads()
        else:
            self.focus_next()

    @on(Pick.Picked)
    def _picked(self, event: Pick.Picked) -> None:
        self._pick(event.pick, event.value)

    def _pick(self, pick: Pick, value: str) -> None:
        row = self.row_of(pick)
        if row is None:
            self.write(str(pick.id), value)
            return
        lane = self.draft.lanes[row.number]
        if pick.has_class("mode"):
            self.write_lane(row.number, replace(lane, mode=value))
        elif value != lane.framework:
            mode = lane.mode if lane.mode in MODES[value] else DEFAULT_MODE[value]
            self.write_lane(row.number, Lane(value, lane.device, mode))

    @on(Pick.ListAsked)
    def _list_asked(self, event: Pick.ListAsked) -> None:
        pick, row = event.pick, self.row_of(event.pick)
        what = dict.fromkeys(pick.values, "")
        title = str(pick.id or "framework").replace("_", " ")
        if row is not None and pick.has_class("mode"):
            what, title = MODES[self.draft.lanes[row.number].framework], "mode"
        choice = ChoiceScreen(title.capitalize(), what, pick.value or pick.note)
        self.app.push_screen(choice, lambda value: self._pick(pick, value) if value else None)

    def row_of(self, widget: Widget | None) -> LaneFields | None:
        """The lane that a widget belongs to; None for one that is on its way out."""
        found = [row for row in self.rows if widget is not None and row in widget.ancestors]
        return found[0] if found else None

    # Actions.

    def _lane_in_focus(self, verb: str) -> int | None:
        row = self.row_of(self.focused)
        if row is None:
            self.notify(f"No lane to {verb}: go to one of them first.", severity="warning")
        return row.number if row else None

    def action_list_workloads(self) -> None:
        """Show which workloads ship with fwdash."""
        from engines.workloads.catalogue import load, names

        what = {name: load(name).description for name in names()}
        choice = ChoiceScreen("Workload, or write a file's path", what, self.text("workload"))
        self.app.push_screen(choice, lambda name: self.write("workload", name) if name else None)

    def action_list_devices(self) -> None:
        """Show what there is to train on."""
        from tui.screens.device_choice import DeviceChoice

        number = self._lane_in_focus("move")
        if number is None:
            return
        lane = self.draft.lanes[number]

        def chosen(device: str | None) -> None:
            if device:
                self.write_lane(number, replace(self.draft.lanes[number], device=device))

        title = f"Device of lane {number + 1}"
        now = lane.device or "cpu"
        self.app.push_screen(DeviceChoice("", now, self.form.machine, title), chosen)

    async def action_add(self) -> None:
        """One more lane, of a framework that is missing."""
        await self._more(None, len(self.draft.lanes))

    async def action_duplicate(self) -> None:
        """One more lane like the one in focus, in the next mode."""
        number = self._lane_in_focus("duplicate")
        if number is not None:
            await self._more(number, number + 1)

    async def _more(self, like: int | None, place: int) -> None:
        async with self.laying:
            try:
                lane = another_lane(self.draft.lanes, like)
            except UsageError as error:
                self.notify(str(error), severity="warning")
                return
            await self.insert_lane(place, lane)

    async def action_remove(self) -> None:
        """One lane less."""
        number = self._lane_in_focus("remove")
        if number is None:
            return
        async with self.laying:
            if why := self.why_idle("remove"):
                self.notify(why, severity="warning")
                return
            self.take_lane(number)

    def action_field(self, by: int) -> None:
        """A row further on or back, to the field that stands where this one does; tab goes through
        all fields."""
        chain = [one for one in self.focus_chain if one.display]
        if self.focused not in chain:
            self.focus_next()
            return
        rows: dict[Widget, list[Widget]] = {}
        for one in chain:
            rows.setdefault(_row(one), []).append(one)
        order, here = list(rows), _row(self.focused)
        there = rows[order[(order.index(here) + by) % len(order)]]
        place = rows[here].index(self.focused) if isinstance(here, LaneFields) else 0
        there[min(place, len(there) - 1) if isinstance(_row(there[0]), LaneFields) else 0].focus()

    def action_copy(self) -> None:
        """Copy the command line."""
        self.app.copy_to_clipboard(self.command)
        self.notify("The command line is copied, if this terminal lets programs copy.", timeout=3)

    def action_start(self) -> None:
        """Start the run; asks if another one ends by that."""
        why = self.why_not
        if why:
            self.notify(why, severity="warning", markup=False)
            return
        checked, ends = self.checked, self.form.ends()
        assert checked is not None
        try:
            plan = plan_for(self.reading.request, self.form.machine, checked)
            self.place.check()
        except (UsageError, RunError) as error:
            self.notify(str(error), severity="error", markup=False)
            return
        command, place = self.command, self.place
        if not ends:
            self.form.start(plan, command, place)
            return

        def chosen(answer: str | None) -> None:
            if answer == "start":
                self.form.start(plan, command, place)

        what = {"stay": "the present run goes on", "start": ends}
        self.app.push_screen(ChoiceScreen("Start this run?", what, "stay"), chosen)

    async def action_back(self) -> None:
        """Go back; where there is no run yet, leave, but ask first if anything was filled in."""
        if not self.form.first:
            self.dismiss()
            return
        if self.draft == self._first_draft:
            await self.run_action("app.quit")
            return

        def chosen(answer: str | None) -> None:
            if answer == "leave":
                self.form.left(self.command)
                self.call_later(self.run_action, "app.quit")

        what = {"stay": "go on filling in", "leave": "its command line stays on the terminal"}
        self.app.push_screen(ChoiceScreen("Leave without a run?", what, "stay"), chosen)


def _row(field: Widget) -> Widget:
    """What holds the fields that stand side by side with one."""
    rows = (one for one in field.ancestors if isinstance(one, FormRow))
    return next(rows, field.parent if isinstance(field.parent, Widget) else field)
