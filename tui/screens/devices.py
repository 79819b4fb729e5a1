"""GPUs and CPU live, who is on them, and the way to move a lane from one to another."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.keys.scopes import screen_bindings
from tui.screens.scrolling import ScrollPane
from tui.screens.sub_screen import SubScreen
from tui.views.device_view import devices_view, lane_gpu, lane_row
from widgets.block import Block
from widgets.device_list import DeviceList
from widgets.device_rows import LaneOnDevice, lane_device_lines
from widgets.key_bar import KeyHint

PAGE = 10
"""Devices that a page key goes over."""


class Devices(DeviceList, inherit_bindings=False):
    """The list; its keys are those of the screen."""


class DevicesScreen(SubScreen):
    """Enter on a device moves the selected lane there."""

    SCOPE = "devices"
    BINDINGS: ClassVar[list[BindingType]] = [*screen_bindings("devices")]
    HINTS: ClassVar[tuple[KeyHint, ...]] = (
        KeyHint("back", "{back}", "back", keep=True),
        KeyHint("move_here", "{devices_move}", "move the lane here", keep=True),
        KeyHint("scroll(1)", "{scroll_up} {scroll_down}", "device"),
        KeyHint("neighbour(1)", "{cursor_left} {cursor_right}", "lane"),
        KeyHint("forward('choose_device')", "{choose_device}", "write a device"),
        KeyHint("lane_detail", "{lane_detail}", "detail"),
        KeyHint("help", "{help}", "help"),
    )

    def parts(self) -> ComposeResult:
        """The lanes, then the devices."""
        yield Block[tuple[LaneOnDevice, ...]](lane_device_lines, id="lanes")
        with ScrollPane(id="devices"):
            yield Devices(id="list")

    def on_mount(self) -> None:
        """Move the cursor by keys from the start."""
        self.query_one(DeviceList).focus()

    def show_parts(self, now: float) -> None:
        """Show what is known of lanes and devices."""
        run, machine = self.known, self.source.machine
        self.query_one("#lanes", Block).show(
            tuple(
                lane_row(
                    lane,
                    self.lane_view(lane.id, now),
                    machine,
                    selected=lane.id == self.selection.selected,
                )
                for lane in run.lanes.values()
            )
        )
        self.query_one(DeviceList).show(devices_view(run, machine, self.selection.markers))

    def action_scroll(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(DeviceList).action_move(by)

    def action_page(self, pages: int) -> None:
        """Move the cursor over some devices."""
        self.action_scroll(pages * PAGE)

    def action_edge(self, where: int) -> None:
        """To the first or the last device."""
        self.action_scroll(where * 1_000_000)

    def why_idle(self, call: str) -> str:
        """Why the lane cannot be moved to the device under the cursor: it is there."""
        view = self.query_one(DeviceList).view
        if call != "move_here" or view is None or not view.rows:
            return super().why_idle(call)
        return self._why_not_to(view.rows[view.cursor].name)

    def _why_not_to(self, device: str) -> str:
        lane, source = self.lane_state, self.source
        if device in (lane.device, lane_gpu(lane, source.machine)):
            return f"{lane.id} is on {device} already; {self.key_of('restart')} restarts it there."
        return self.commands.why_not("choose_device")

    def action_move_here(self) -> None:
        """Choose the device under the cursor."""
        self.query_one(DeviceList).action_choose()

    async def action_lane_detail(self) -> None:
        """To the selected lane's detail."""
        self.dismiss()
        await self.do("lane_detail")

    @on(DeviceList.Chosen)
    def _move_lane(self, message: DeviceList.Chosen) -> None:
        """Ask, for the lane begins anew."""
        from tui.screens.choice import ChoiceScreen

        lane, device = self.lane_state, message.device
        if self.commands.asking.refused():
            return
        if why := self._why_not_to(device):
            self.notify(why, markup=False)
            return

        def chosen(answer: str | None) -> None:
            if answer == "move":
                self.commands.asking.ask(self.source.restart, lane.id, device)

        self.app.push_screen(
            ChoiceScreen(
                f"Move {lane.id} from {lane.device} to {device}?",
                {
                    "stay": f"leave it at step {lane.step:,}",
                    "move": f"it restarts on {device} from step 0",
                },
                "stay",
            ),
            chosen,
        )
