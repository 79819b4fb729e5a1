"""The debugging demos that follow on the run that is shown: the whole catalogue, nothing measured yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engines.device import Machine

if TYPE_CHECKING:
    from engines.study.director import CellOrder
    from tui.sources.studying import Studying
    from tui.start.log_place import LogPlace


@dataclass(frozen=True)
class NextDemos:
    """The screen of the demos, on a machine."""

    machine: Machine

    def live(self, place: LogPlace) -> Studying:
        """A study that measures what it is asked for; raises `RunError` if its log cannot be."""
        return every_demo(self.machine, ("fwdash", "demo"), place, ())


def every_demo(
    machine: Machine, command: Sequence[str], place: LogPlace, first: Sequence[CellOrder]
) -> Studying:
    """The study that has every cell of the catalogue, and measures `first` at once."""
    from engines.demos.planned import chosen

    return demos(chosen(()), machine, command, place, [cell.spec.id for cell in first])


def demos(
    cells: Sequence[CellOrder],
    machine: Machine,
    command: Sequence[str],
    place: LogPlace,
    first: Sequence[str] | None = None,
) -> Studying:
    """The study that has these cells, and measures `first` at once, by default all."""
    from engines.demos.planned import study
    from engines.run_plan import study_header
    from tui.sources.studying import Studying

    return Studying(
        study_header(study(cells), machine, command),
        cells,
        machine,
        log=place.open if place.keep else None,
        first=first,
    )
