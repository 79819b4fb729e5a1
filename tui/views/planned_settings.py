"""What a person is told of a change of settings that is to come."""

from __future__ import annotations

from engines.events import SettingsPlanned
from engines.phases import RUNNING
from engines.run.run import Run


def settings_notice(planned: SettingsPlanned) -> str:
    """The step, and what holds from then on."""
    rate, size = planned.learning_rate, planned.batch_size
    said = [
        *([f"learning rate {rate:g}"] if rate is not None else []),
        *([f"batch size {size}"] if size is not None else []),
    ]
    after = f"change after step {planned.step:,}" if planned.step else "begin so"
    return f"All lanes {after}: {', '.join(said)}."


class SettingsToCome:
    """Knows which changes it has told of; one that all lanes have behind them is no news."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._told = 0

    def news(self) -> list[str]:
        """The notices of those planned since the last call; a replay may have gone back since."""
        planned = self._run.settings_planned
        new = planned[self._told :]
        self._told = len(planned)
        running = [lane.step for lane in self._run.lanes.values() if lane.status == RUNNING]
        return [settings_notice(one) for one in new if any(step <= one.step for step in running)]
