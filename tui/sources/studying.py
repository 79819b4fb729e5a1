"""A study that is measured here, as a source."""

from __future__ import annotations

from typing import ClassVar

from engines.errors import UsageError
from engines.study.live import LiveStudy
from tui.sources.abilities import Abilities
from tui.sources.own_run import OwnRun

NO_LANES = "This run measures a study: it has no lanes that could be told anything."


class Studying(OwnRun, LiveStudy):
    """A supervisor and its workers, which measure cells; this process owns them."""

    can: ClassVar[Abilities] = Abilities(refusal=NO_LANES, measures=True)

    def _refuse(self, *_: object, **__: object) -> None:
        """Raises `UsageError`: what is asked is for lanes."""
        raise UsageError(NO_LANES)

    set_mode = alternate = pause = resume = restart = set_schedule = change_settings = _refuse
    measure = LiveStudy.measure
