"""The keys that open a screen with more of the run over the main one."""

from __future__ import annotations

from tui.screens.stage import Stage


class OverKeys(Stage):
    """Actions of `RaceScreen` that show more of what it shows."""

    def action_lane_detail(self) -> None:
        """All that is known of the selected lane."""
        from tui.screens.lane_detail import LaneDetailScreen

        self.app.push_screen(LaneDetailScreen(self))

    async def action_new_run(self) -> None:
        """The form for another run, filled in with this one's plan."""
        await self.run_action("app.new_run")

    def action_show_devices(self) -> None:
        """GPUs and CPU, and the lanes on them."""
        from tui.screens.devices import DevicesScreen

        self.app.push_screen(DevicesScreen(self))
