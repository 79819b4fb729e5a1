"""What ctrl+c asks while workers run; a second ctrl+c does not ask."""

from __future__ import annotations

from tui.screens.choice import ChoiceScreen


class ConfirmQuit(ChoiceScreen):
    """Returns `quit`, or anything else to stay."""

    def __init__(self, workers: int) -> None:
        """Initialize for some workers that run."""
        running = "One worker runs" if workers == 1 else f"{workers} workers run"
        super().__init__(
            f"{running}: quit?",
            {"stay": "training goes on", "quit": "end training and leave (or ctrl+c again)"},
            "stay",
        )
