"""From any run to the debugging demos: another run, so the person is asked where one ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens.choice import ChoiceScreen
from tui.start.next_demos import NextDemos

if TYPE_CHECKING:
    from tui.app import FwdashApp


def ask_for_demos(app: FwdashApp) -> None:
    """Go there, or ask first."""
    machine, blocked = app.source.where_to_start()
    if app.is_web or blocked:
        app.notify(blocked or "A browser only watches: start fwdash demo in a terminal.")
        return

    def answered(answer: str | None) -> None:
        if answer == "demos":
            app.next_run = NextDemos(machine)
            app.leave(0)

    ends = app.what_a_start_ends()
    if not ends:
        answered("demos")
        return
    choices = {"stay": "training goes on", "demos": f"{ends[0].lower()}{ends[1:]}"}
    app.push_screen(ChoiceScreen("Go to the debugging demos?", choices, "stay"), answered)
