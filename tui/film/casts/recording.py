"""One recording of a running application, from its keyframe to its end."""

from __future__ import annotations

import os
import time
from typing import Any

from textual.app import App

from engines.errors import RunError
from tui.film.casts.cast import BEGIN, CastLines, header_line
from tui.film.casts.cast_file import CastFile
from tui.film.casts.keyframe import keyframe
from tui.film.casts.record_options import RecordingAsked
from tui.film.casts.tee_driver import listen


class Recording:
    """Writes what the application paints until `stop`; a failure stops it too and is in `notice`."""

    def __init__(self, app: App[Any], driver: object, asked: RecordingAsked) -> None:
        """Begin; raises `RunError` where nothing can be recorded."""
        self.path = asked.path
        self._app = app
        self._driver = driver
        self._size = app.size
        self._began = time.monotonic()
        # Tells at once whether this driver can be listened to, before there is a file.
        if not listen(driver, None):
            raise RunError("There is no terminal here to record.")
        header = header_line(
            asked.version,
            *self._size,
            title="fwdash",
            timestamp=int(time.time()),
            term=os.environ.get("TERM", "xterm-256color"),
        )
        lines = CastLines(asked.version, asked.idle_seconds)
        self._file = CastFile(asked.path, header, lines, overwrite=asked.overwrite)
        self._file.add(0.0, "o", BEGIN + keyframe(app))
        listen(driver, self._wrote)

    @property
    def seconds(self) -> float:
        """For how long it records."""
        return time.monotonic() - self._began

    @property
    def notice(self) -> str:
        """Why it stopped by itself, if it did."""
        return self._file.notice

    def mark(self, label: str) -> None:
        """Leave a marker that players can jump to."""
        self._file.add(self.seconds, "m", label)

    def stop(self) -> None:
        """End; the file is complete afterwards."""
        listen(self._driver, None)
        self._file.close(self.seconds)

    def _wrote(self, data: str) -> None:
        size = self._app.size
        at = time.monotonic() - self._began
        if size != self._size:
            self._size = size
            self._file.add(at, "r", f"{size.width}x{size.height}")
        self._file.add(at, "o", data)
