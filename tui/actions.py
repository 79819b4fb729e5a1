"""The one table of what a person can do: it feeds keys, footer, help and palette."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True)
class Action:
    """One thing to do; `action_<id>` of the main screen or the application does it."""

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

    @property
    def key_text(self) -> str:
        """The key as a person reads it."""
        return self.shown or self.key.replace(",", " ").replace("ctrl+", "^")


ACTIONS = (
    Action("toggle_compile", "c", "Toggle compilation", "Lane", True,
           "Switch the selected lane between its compiled and its plain mode; state is kept",
           "compile"),
    Action("toggle_compile_all", "C", "Toggle compilation of all lanes", "Lane", False,
           "Compile every running lane, or go back to plain if all are compiled"),
    Action("choose_mode", "m", "Choose a mode", "Lane", True,
           "Pick any mode of the lane's framework", "mode"),
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
           "Lanes count from the left", shown="1-6"),
    Action("toggle_schedule", "t", "Turns or free", "Run", True,
           "Lanes that share a device take turns, or all run at once (contended, marked so)",
           "turns/free"),
    Action("learning_rate", "u", "Change the learning rate", "Run", False,
           "All lanes, from the same step on; nothing recompiles"),
    Action("batch_size", "b", "Change the batch size", "Run", False,
           "All lanes, from the same step on; compiled modes compile anew"),
    Action("mark", "n", "Leave a mark", "Run", False,
           "A labelled line in the charts and in the run log"),
    Action("cycle_metric", "y", "Next metric on the chart", "Chart", False,
           "Loss, step time, examples/s, accuracy, memory, difference to the reference"),
    Action("cycle_axis", "x", "Next x axis", "Chart", True,
           "Steps, lane time, wall time", "x axis"),
    Action("toggle_log", "l", "Linear or logarithmic loss", "Chart", True,
           "Change the y axis", "log y"),
    Action("cycle_smoothing", "s", "Next smoothing", "Chart", False,
           "Moving average of the bright lines: none, 0.6, 0.9, 0.98"),
    Action("cycle_front", "z", "Next curve to the front", "Chart", False,
           "Equal curves hide one another"),
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
    Action("full_screen", "f", "Full screen", "Screen", True,
           "The selected lane or the chart alone, and back", "full"),
    Action("back", "escape", "Back", "Screen", False,
           "Leave full screen, or take the cursor away", shown="esc"),
    Action("show_log", "L,ctrl+l", "What the workers print", "Screen", True,
           "The last lines of all lanes", "log", shown="L"),
    Action("show_code", "o", "The training loops", "Screen", True,
           "The engines of the lanes, side by side, with what their modes change", "code"),
    Action("lane_detail", "i", "Lane detail", "Screen", False,
           "Phases, compilations, break-even, step times and memory of the selected lane"),
    Action("show_devices", "D", "Devices", "Screen", False,
           "GPUs and CPU live; enter there moves the selected lane, which restarts from step 0"),
    Action("change_theme", "T", "Change the theme", "Screen", False,
           "Light, dark, or the terminal's own colours"),
    Action("suspend_process", "ctrl+z", "Suspend fwdash", "Screen", False,
           "Back to the shell; fg returns, training goes on"),
    Action("help", "?", "Keys and words", "Screen", True, "This list", "help", keep=True),
    Action("command_palette", "ctrl+p", "Command palette", "Screen", False,
           "Find any of these by name"),
    Action("quit", "q,ctrl+q", "Quit", "Screen", True,
           "End all workers and leave", "quit", shown="q", keep=True),
    Action("interrupt", "ctrl+c", "Quit, but ask first", "Screen", False,
           "Asks while workers run; a second one leaves at once"),
)  # fmt: skip

APP_ACTIONS = frozenset({"quit", "interrupt", "command_palette", "change_theme", "suspend_process"})
"""Done by the application, whatever screen is in front."""


def bindings(*, app: bool) -> list[Binding]:
    """The bindings of the application, or those of the main screen."""
    made = []
    for action in ACTIONS:
        if (action.id in APP_ACTIONS) != app:
            continue
        call = f"app.{action.id}" if app else action.id
        for number, key in enumerate(action.key.split(","), 1):
            made.append(
                Binding(
                    key,
                    f"{call}({number})" if action.id == "select_lane" else call,
                    action.description,
                    show=False,
                    tooltip=action.tooltip,
                    id=f"{action.id}.{number}" if "," in action.key else action.id,
                    priority=key in ("tab", "shift+tab", "ctrl+c", "ctrl+q", "ctrl+p"),
                )
            )
    return made
