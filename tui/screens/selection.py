"""What is selected on the main screen; the screens over it share it."""

from __future__ import annotations

from collections.abc import Callable

from tui.views.race_view import markers

CHART = "chart"
"""The spot that is the chart; every other spot is a lane's id."""


class Selection:
    """The lanes of a run, which of them commands go to, and where the focus is."""

    def __init__(self, ids: tuple[str, ...], moved: Callable[[], None]) -> None:
        """`moved` is called when the focus went elsewhere, or has the screen for itself."""
        self.ids = ids
        self.markers = markers(ids)
        self.selected = ids[0]
        """The lane that commands go to."""
        self.spot = ids[0]
        """Where the focus is: a lane's id, or `CHART`."""
        self.full = False
        """Whether the spot has the screen for itself."""
        self._moved = moved

    @property
    def number(self) -> int:
        """The selected lane's, counted from 0."""
        return self.ids.index(self.selected)

    def go_to(self, spot: str) -> None:
        """Put the focus on a lane or on the chart."""
        self.spot = spot
        if spot != CHART:
            self.selected = spot
        self._moved()

    def fill(self, full: bool) -> None:
        """Give the spot the screen for itself, or all parts their place again."""
        self.full = full
        self._moved()

    def round(self, by: int) -> None:
        """To the spot that many further round the chart and the lanes."""
        spots = (CHART, *self.ids)
        self.go_to(spots[(spots.index(self.spot) + by) % len(spots)])

    def neighbour(self, by: int) -> None:
        """To the lane that many further, round the end."""
        self.go_to(self.ids[(self.number + by) % len(self.ids)])

    def to_number(self, number: int) -> str:
        """To the lane of that number, counted from 1, or to the next one if it is less; says why
        there is none."""
        if number > len(self.ids):
            have = "one lane" if len(self.ids) == 1 else f"{len(self.ids)} lanes"
            return f"There is no lane {number}: this run has {have}."
        if number < 1:
            self.neighbour(1)
        else:
            self.go_to(self.ids[number - 1])
        return ""
