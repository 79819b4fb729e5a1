"""Which screen stands at the bottom: it goes by what the run is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.study.plan import STUDY_OF_DEMOS
from tui.screens.race import RaceScreen

if TYPE_CHECKING:
    from engines.run.run import Run
    from tui.config import Config
    from tui.keys.actions import Action
    from tui.screens.main_screen import MainScreen
    from tui.sources.source import Source
    from tui.views.log_tail import LogTail


def main_screen(
    source: Source, run: Run, log_tail: LogTail, actions: tuple[Action, ...], config: Config
) -> MainScreen:
    """The lanes of a run that trains, side by side; the cells of one that measures a study.

    Screens over a study are loaded where there is one: most runs begin without.
    """
    study = run.header.study
    if study is not None and study.name == STUDY_OF_DEMOS:
        from tui.screens.demos import DemosScreen

        return DemosScreen(source, run, log_tail, actions)
    if not run.lanes:
        from tui.screens.cells import CellsScreen

        return CellsScreen(source, run, log_tail, actions)
    return RaceScreen(
        source,
        run,
        log_tail,
        actions=actions,
        smoothing=config.smoothing,
        log_loss=config.log_y,
    )
