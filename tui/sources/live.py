"""A run that trains here, as a source."""

from __future__ import annotations

from engines.training.live import LiveTraining
from tui.sources.own_run import OwnRun


class Live(OwnRun, LiveTraining):
    """A supervisor and its workers; this process owns them."""
