"""A terminal in memory under the real write path: what is written, and what it then shows."""

from __future__ import annotations

from pathlib import Path

import pyte
from rich.color import ColorSystem
from textual.driver import Driver
from textual.drivers.headless_driver import HeadlessDriver

import tui.app
from tui.app import FwdashApp
from tui.sources.source import Source


class WrittenDriver(HeadlessDriver):
    """A driver that is not headless: it keeps what a terminal would be sent."""

    written: list[str]

    @property
    def is_headless(self) -> bool:
        """Frames are rendered for it."""
        return False

    def write(self, data: str) -> None:
        """Keep it."""
        if not hasattr(self, "written"):
            self.written = []
        self.written.append(data)


class OnTerminal(FwdashApp):
    """The application on that terminal."""

    CSS_PATH = Path(tui.app.__file__).with_name("dashboard.tcss")

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.console._color_system = ColorSystem.TRUECOLOR

    def get_driver_class(self) -> type[Driver]:
        """What keeps all that is written."""
        return WrittenDriver

    def terminal_gone(self) -> bool:
        """It stays."""
        return False

    @property
    def sent(self) -> list[str]:
        """All that was written so far."""
        assert isinstance(self._driver, WrittenDriver)
        return self._driver.written

    def flush(self) -> str:
        """What was written since the last call."""
        text = "".join(self.sent)
        self.sent.clear()
        return text


def emulator(columns: int, rows: int) -> tuple[pyte.Screen, pyte.Stream]:
    """A terminal emulator and the stream that it is fed by."""
    screen = pyte.Screen(columns, rows)
    return screen, pyte.Stream(screen)
