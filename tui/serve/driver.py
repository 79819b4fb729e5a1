"""Textual's driver for browsers, made to end with the server: `TEXTUAL_DRIVER` names it."""

from __future__ import annotations

import contextlib
import os
import threading

from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp

LEAVE_SECONDS = 2.0
"""How long an application may take to leave once nobody looks any more."""


class TabDriver(WebDriver):
    """Leaves when stdin ends, as it does when the tab is closed or the server is gone or killed.

    Textual's own goes on for ever then, and its last words to a broken pipe are an error.
    """

    def run_input_thread(self) -> None:
        """Read what the browser sends; at its end, leave."""
        super().run_input_thread()
        if self.exit_event.is_set():
            return
        last_resort = threading.Timer(LEAVE_SECONDS, os._exit, (0,))
        last_resort.daemon = True
        last_resort.start()
        self.send_message(ExitApp())

    def write(self, data: str) -> None:
        """Write to the browser, if it is there."""
        with contextlib.suppress(BrokenPipeError):
            super().write(data)

    def write_meta(self, data: dict[str, object]) -> None:
        """Tell the server something, if it is there."""
        with contextlib.suppress(BrokenPipeError):
            super().write_meta(data)
