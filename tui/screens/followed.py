"""Screens that show a run as it goes on."""

from __future__ import annotations


class FollowsRun:
    """A screen that each tick brings up to date while it is in front."""

    def show_now(self) -> None:
        """Show what is so by now; parts whose view did not change repaint nothing."""
