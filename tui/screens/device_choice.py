"""Where a lane should train: the devices of this machine, or any that the person writes."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.widgets import Input, Label

from engines.device import Machine, parse_device
from engines.errors import RunError, UsageError
from tui.screens.choice import ChoiceScreen
from widgets.quantities import bytes_text


def device_choices(machine: Machine) -> Mapping[str, str]:
    """Device -> what it is, for all that this machine offers."""
    cores = machine.lane_cores
    choices = {"cpu": f"{machine.cpu_model}, {len(cores)} core{'s' if len(cores) > 1 else ''}"}
    if len(machine.cores) > 1:
        for core in machine.cores[:8]:
            owner = ", shared with the dashboard" if core in machine.dashboard_cores else ""
            choices[f"cpu:{core}"] = f"core {core} alone{owner}"
    for gpu in machine.gpus:
        choices[gpu.name] = f"{gpu.model}, {bytes_text(gpu.memory_bytes)}"
    return choices


class DeviceChoice(ChoiceScreen):
    """Returns a device that exists, or None."""

    def __init__(self, lane_id: str, current: str, machine: Machine, title: str = "") -> None:
        """Initialize for a lane that is on `current`."""
        title = title or f"Device of {lane_id}: it restarts there from step 0"
        super().__init__(title, device_choices(machine), current)
        self._machine = machine

    def on_mount(self) -> None:
        """Add the line to write on."""
        super().on_mount()
        dialog = self.query_one(".dialog")
        dialog.mount(
            Input(placeholder="or write one, as in cpu:0-1", compact=True, select_on_focus=False),
            Label(
                self._machine.gpu_note and f"no GPU: {self._machine.gpu_note}",
                classes="dialog--note",
                markup=False,
            ),
            before=".dialog--hint",
        )

    def on_key(self, event: events.Key) -> None:
        """What is written while the list is in focus goes to the line."""
        line = self.query_one(Input)
        if event.character is not None and event.is_printable and not line.has_focus:
            event.stop()
            line.focus()
            line.insert_text_at_cursor(event.character)

    async def action_choose(self) -> None:
        """What enter does, by mouse: what is written goes first."""
        line = self.query_one(Input)
        if line.value:
            await line.action_submit()
        else:
            await super().action_choose()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return what was written if there is such a device; else say what would work."""
        text = event.value.strip()
        try:
            parse_device(text, self._machine)
        except (UsageError, RunError) as error:
            self.query_one(".dialog--note", Label).update(str(error))
            return
        self.dismiss(text)
