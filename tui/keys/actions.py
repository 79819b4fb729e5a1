"""The one table of what a person can do: it feeds keys, footer, help and palette.

Rows of the scope `main` belong to the main screen or the application; those of another scope to the
screens that `tui.keys.scopes` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True)
class Action:
    """One thing to do; `action_<id>` of the main screen or the application does it, or `call`."""

    id: str
    key: str
    """Textual key names, the first of which is shown, separated by commas."""
    description: str
    group: str
    footer: bool = False
    tooltip: str = ""
    label: str = ""
    """A word or two for the footer."""
    shown: str = ""
    """How help and footer write the key, where it is not as it is named."""
    keep: bool = False
    """Whether the footer keeps it in the narrowest terminal."""
    scope: str = "main"
    """Where it belongs; only what is live on the same screen may not share a key."""
    call: str = ""
    """What its screen runs, if not the action of its id; `{}` is the number of the key pressed."""

    @property
    def key_text(self) -> str:
        """The key as a person reads it."""
        return self.shown or self.key.replace(",", " ").replace("ctrl+", "^")

    def bindings(self, call: str) -> Iterator[Binding]:
        """A binding a key, each with an id by which the key can be remapped."""
        for number, key in enumerate(self.key.split(","), 1):
            yield Binding(
                key,
                call.format(number),
                self.description,
                show=False,
                tooltip=self.tooltip,
                id=f"{self.id}.{number}" if "," in self.key else self.id,
                priority=key in ("tab", "shift+tab", "ctrl+c", "ctrl+q", "ctrl+p"),
            )


ACTIONS = (
    Action("toggle_compile", "c", "Toggle compilation", "Lane", True,
           "Switch the selected lane between its compiled and its plain mode; state is kept",
           "compile"),
    Action("toggle_compile_all", "C", "Toggle compilation of all lanes", "Lane", False,
           "Compile every running lane, or go back to plain if all are compiled"),
    Action("choose_mode", "m", "Choose a mode", "Lane", True,
           "Pick any mode of the lane's framework", "mode"),
    Action("alternate", "a", "Alternate two modes", "Lane", False,
           "The lane's compiled and plain mode turn by turn, for some ten seconds: what compiling brings"),
    Action("pause", "space", "Pause or resume the lane", "Lane", True,
           "The lane keeps its state and its worker", "pause"),
    Action("pause_all", "P", "Pause or resume all lanes", "Lane", False,
           "Pause every running lane, or resume if all are paused"),
    Action("restart", "r", "Restart the lane", "Lane", True,
           "Start the lane's worker anew, from step 0; asks if it is running", "restart"),
    Action("choose_device", "d", "Change the lane's device", "Lane", False,
           "Pick a CPU or GPU; the lane restarts there from step 0"),
    Action("next_lane", "tab", "Next lane, or the chart", "Lane", False,
           "Go round the chart and the lanes"),
    Action("previous_lane", "shift+tab", "Previous lane, or the chart", "Lane", False,
           "Go round the other way", shown="⇧tab"),
    Action("select_lane", "1,2,3,4,5,6", "Select a lane by its number", "Lane", False,
           "Lanes count from the left", shown="1-6", call="select_lane({})"),
    Action("toggle_schedule", "t", "Turns or free", "Run", True,
           "Lanes that share a device take turns, or all run at once (contended, marked so)",
           "turns"),
    Action("new_run", "N", "New run", "Run", False,
           "A form for workload, lanes and settings; the present run ends if you start one"),
    Action("learning_rate", "u", "Change the learning rate", "Run", False,
           "All lanes, from the same step on; nothing recompiles"),
    Action("batch_size", "b", "Change the batch size", "Run", False,
           "All lanes, from the same step on; compiled modes compile anew"),
    Action("mark", "n", "Leave a mark", "Run", False,
           "A labelled line in the charts and in the run log"),
    Action("cycle_metric", "y", "Next metric on the chart", "Chart", True,
           "Loss, step time, examples/s, accuracy, memory, difference to the reference", "metric"),
    Action("cycle_axis", "x", "Next x axis", "Chart", True,
           "Steps, device time, wall time", "axis"),
    Action("toggle_log", "l", "Linear or logarithmic loss", "Chart", True,
           "Change the y axis", "log y"),
    Action("toggle_scales", "Y", "One y-scale, or each lane its own", "Chart", False,
           "Own scales stand over one another, each with its own values at the axis"),
    Action("cycle_smoothing", "s", "Next smoothing", "Chart", False,
           "Moving average of the bright lines: none, 0.6, 0.9, 0.98"),
    Action("cycle_front", "z", "Next curve to the front", "Chart", False,
           "Equal curves are a braid; the one in front hides those that it lies on"),
    Action("zoom_in", "+,=", "Zoom in", "Chart", False,
           "Around the cursor, or at the newest step", shown="+"),
    Action("zoom_out", "-", "Zoom out", "Chart", False, "Up to the whole run"),
    Action("pan_left", "[", "Look earlier", "Chart", False, "Move the window to the left"),
    Action("pan_right", "]", "Look later", "Chart", False,
           "Move the window to the right; at the end it follows the run"),
    Action("reset_view", "0", "Show the whole run", "Chart", False, "Undo zoom and pan"),
    Action("cursor_left", "left", "Cursor left", "Chart", False,
           "Read out all lanes at one step", shown="←"),
    Action("cursor_right", "right", "Cursor right", "Chart", False,
           "Read out all lanes at one step", shown="→"),
    Action("copy_values", "v", "Copy the values", "Screen", False,
           "Of the lane or chart in focus, with tabs between; text is selected with the mouse"),
    Action("full_screen", "f", "Full screen", "Screen", True,
           "The selected lane or the chart alone, and back", "full"),
    Action("back", "escape", "Back", "Screen", False,
           "Leave full screen, or take the cursor away", shown="esc"),
    Action("show_log", "L,ctrl+l", "What the workers print", "Screen", True,
           "The last lines of all lanes", "log", shown="L"),
    Action("show_code", "o", "The training loops", "Screen", True,
           "The engines of the lanes, side by side, with what their modes change", "code"),
    Action("lane_detail", "i", "Lane detail", "Screen", True,
           "Phases, compilations, break-even, step times and memory of the selected lane", "detail"),
    Action("show_devices", "D", "Devices", "Screen", True,
           "GPUs and CPU live; enter there moves the selected lane, which restarts from step 0",
           "devices"),
    Action("show_demos", "E", "The debugging demos", "Screen", False,
           "One bug in three frameworks, measured; asks first if that ends a run"),
    Action("change_theme", "T", "Change the theme", "Screen", False,
           "Light, dark, or the terminal's own colours"),
    Action("record_screen", "R", "Record the screen, or stop", "Screen", False,
           "To an asciicast file, which asciinema plays and fwdash record makes a GIF of"),
    Action("save_still", "S", "Save a picture of the screen", "Screen", False,
           "To an SVG file, which opens offline"),
    Action("suspend_process", "ctrl+z", "Suspend fwdash", "Screen", False,
           "Back to the shell; fg returns, training goes on"),
    Action("next_word", "w", "What the next word means", "Screen", False,
           "Each word on the screen in turn, in the bottom line; so does the one under the pointer"),
    Action("help", "?", "Keys and words", "Screen", True, "This list", "help", keep=True),
    Action("command_palette", "ctrl+p", "Command palette", "Screen", False,
           "Find any of these by name"),
    Action("quit", "q,ctrl+q", "Quit", "Screen", True,
           "End all workers and leave", "quit", shown="q", keep=True),
    Action("interrupt", "ctrl+c", "Quit, but ask first", "Screen", False,
           "Asks while workers run; a second one leaves at once"),
    Action("step_forward", "full_stop", "A step of the lane further on", "Replay", True,
           "And stand still there", "step on", shown=".", scope="replay"),
    Action("step_back", "comma", "A step of the lane back", "Replay", True,
           "And stand still there", "back", shown=",", scope="replay"),
    Action("next_event", "greater_than_sign", "To the next event of interest", "Replay", True,
           "Compilation, change of mode or setting, crash, mark", "next event", shown=">",
           scope="replay"),
    Action("previous_event", "less_than_sign", "To the event of interest before", "Replay",
           tooltip="Compilation, change of mode or setting, crash, mark", shown="<",
           scope="replay"),
    Action("go_to_place", "g", "Go to a step or a time", "Replay", True,
           "Written as 300, 12.5s, 1:05, end", "go to", scope="replay"),
    Action("seek_forward", "shift+right,right_parenthesis", "5 seconds on", "Replay",
           shown="⇧→ )", scope="replay"),
    Action("seek_back", "shift+left,left_parenthesis", "5 seconds back", "Replay",
           shown="⇧← (", scope="replay"),
    Action("faster", "right_curly_bracket", "Faster", "Replay", True, "Up to 64x", "faster",
           shown="}", scope="replay"),
    Action("slower", "left_curly_bracket", "Slower", "Replay", tooltip="Down to 0.25x",
           shown="{", scope="replay"),
    Action("replay_begin", "home", "To the beginning of the run", "Replay", shown="Home",
           scope="replay"),
    Action("replay_end", "end", "To the end of the run", "Replay", shown="End", scope="replay"),
    Action("scroll_up", "up", "A line up", "Reading", shown="↑", scope="reading"),
    Action("scroll_down", "down", "A line down", "Reading", shown="↓", scope="reading"),
    Action("page_up", "pageup", "A page up", "Reading", shown="PgUp", scope="reading"),
    Action("page_down", "pagedown", "A page down", "Reading", shown="PgDn", scope="reading"),
    Action("to_begin", "home", "To the beginning", "Reading", shown="Home", scope="reading"),
    Action("to_end", "end", "To the end", "Reading", tooltip="In the log: follow what comes",
           shown="End", scope="reading"),
    Action("pager_up", "k", "A line up", "Reading", tooltip="Training loops and log",
           scope="pager"),
    Action("pager_down", "j", "A line down", "Reading", tooltip="Training loops and log",
           scope="pager"),
    Action("pager_page", "space", "A page down", "Reading", tooltip="Training loops and log",
           scope="pager"),
    Action("code_steps", "s", "To the steps", "Code", tooltip="Back to the function that trains",
           scope="code", call="steps"),
    Action("code_model", "w", "The workload's models, or the loops", "Code",
           tooltip="The model of each framework, from the workload's own file",
           scope="code", call="model"),
    Action("code_alone", "f", "One framework or all", "Code",
           tooltip="Side by side where they fit", scope="code", call="alone"),
    Action("code_next", "tab", "Next framework", "Code", tooltip="Brings it to the front",
           scope="code", call="next(1)"),
    Action("code_previous", "shift+tab", "Previous framework", "Code",
           tooltip="Brings it to the front", shown="⇧tab", scope="code", call="next(-1)"),
    Action("log_lane", "1,2,3,4,5,6", "Only that lane's lines", "Log", shown="1-6",
           tooltip="Lanes count from the left", scope="log", call="lane({})"),
    Action("log_all", "0", "All lanes' lines", "Log", tooltip="And what fwdash itself says",
           scope="log", call="lane(0)"),
    Action("log_level", "v", "Next least level", "Log", tooltip="All, warnings, errors",
           scope="log", call="level"),
    Action("log_search", "slash", "Search", "Log", tooltip="Found as you write; esc goes back",
           shown="/", scope="log", call="seek"),
    Action("log_next", "n", "Next line found", "Log", tooltip="Round the end of the log",
           scope="log", call="find(1)"),
    Action("log_previous", "N", "Previous line found", "Log", tooltip="Round the beginning of the log",
           scope="log", call="find(-1)"),
    Action("log_follow", "F", "Follow", "Log", tooltip="Go to the newest line and stay there",
           scope="log", call="follow"),
    Action("devices_move", "enter", "Move the selected lane here", "Devices",
           tooltip="It restarts on that device from step 0; asks first", scope="devices",
           call="move_here"),
    Action("demo_measure", "enter", "Measure the demo", "Demos", tooltip="Every version in every mode, "
           "those in sight first", label="measure", scope="demos", call="do('demo_measure')"),
    Action("demo_version", "v", "Next version", "Demos", tooltip="Bug, fixed, hunters",
           label="bug/fixed/hunter", scope="demos", call="do('demo_version')"),
    Action("demo_mode", "m", "Next mode", "Demos", tooltip="Of the framework in front",
           label="mode", scope="demos", call="do('demo_mode')"),
    Action("demo_modes", "M", "Next mode of all", "Demos", tooltip="Each framework's own next",
           label="all modes", scope="demos", call="do('demo_modes')"),
    Action("demo_next", "tab", "Next framework", "Demos", tooltip="Brings it to the front",
           label="next", scope="demos", call="do('demo_next')"),
    Action("demo_previous", "shift+tab", "Previous framework", "Demos",
           tooltip="Brings it to the front", shown="⇧tab", scope="demos",
           call="do('demo_previous')"),
    Action("demo_alone", "f", "One framework or all", "Demos", tooltip="Side by side where they fit",
           label="one/all", scope="demos", call="do('demo_alone')"),
    Action("demo_fold", "z", "Fold or unfold", "Demos", tooltip="Frames of a report that are others'",
           label="fold", scope="demos", call="do('demo_fold')"),
    Action("form_start", "ctrl+s,f5", "Start the run", "New run",
           tooltip="Asks if lanes are running", shown="^s", scope="form", call="start"),
    Action("form_copy", "ctrl+y", "Copy the command line", "New run",
           tooltip="The shell command that starts the same run", scope="form", call="copy"),
    Action("form_add", "ctrl+n", "Add a lane", "New run", tooltip="Up to six", scope="form",
           call="add"),
    Action("form_duplicate", "ctrl+t", "Duplicate the lane", "New run",
           tooltip="The lane that the focus is in, in the next mode that is free", scope="form",
           call="duplicate"),
    Action("form_remove", "ctrl+r", "Remove the lane", "New run",
           tooltip="The lane that the focus is in", scope="form", call="remove"),
    Action("form_next", "down", "Next row", "New run", tooltip="Tab: the next field", shown="↓",
           scope="form", call="field(1)"),
    Action("form_previous", "up", "Row before", "New run", tooltip="Shift and tab: the field before",
           shown="↑", scope="form", call="field(-1)"),
    Action("form_help", "f1", "Keys and words", "New run", tooltip="This list", shown="F1",
           scope="form", call="help"),
)  # fmt: skip


class HasActions:
    """An application with a table of its own: that of a kind of run, with a person's keys."""

    actions: tuple[Action, ...] = ACTIONS


APP_ACTIONS = frozenset(
    {
        "quit", "interrupt", "command_palette", "change_theme", "suspend_process",
        "record_screen", "save_still",
    }
)  # fmt: skip
"""Done by the application, whatever screen is in front."""


def bindings(*, app: bool) -> list[Binding]:
    """The bindings of the application, or those of the main screen, which runs each by its id."""
    return [
        binding
        for action in ACTIONS
        if action.scope == "main" and (action.id in APP_ACTIONS) == app
        for binding in action.bindings(f"app.{action.id}" if app else _done(action))
    ]


def _done(action: Action) -> str:
    number = ", {}" if "{}" in action.call else ""
    return f"do('{action.id}'{number})"
