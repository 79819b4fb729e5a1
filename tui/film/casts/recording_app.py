"""An application that can record its own screen and draw a picture of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual.driver import Driver

from engines.errors import RunError
from engines.events import AnyEvent
from tui.film.casts.cast import SUFFIX
from tui.film.casts.markers import marker
from tui.film.casts.place import casts_folder, new_path, shown
from tui.film.casts.record_options import RecordingAsked
from tui.film.casts.recording import Recording
from tui.film.casts.tee_driver import tee_driver
from widgets.key_bar import KeyBar
from widgets.textual_private import SeenApp, driver_of


class RecordingApp(SeenApp):
    """Two keys: one starts and stops a recording, one draws the screen as an SVG."""

    recording: Recording | None = None
    recording_wanted: RecordingAsked | None = None
    """A recording that is to begin with the first frame."""
    cast_version = 2
    """The asciicast version of recordings that the key starts."""
    casts: Path | None = None
    """The folder for what the keys make, the usual one if None."""
    _last_recorded = ""

    def __init__(self) -> None:
        """Initialize with nothing written yet."""
        super().__init__()
        self.written: list[Path] = []
        """Pictures that were made of the screen."""

    def get_driver_class(self) -> type[Driver]:
        """The usual driver, or that of TEXTUAL_DRIVER, with a tee in it."""
        return tee_driver(super().get_driver_class())

    def action_record_screen(self) -> None:
        """Start a recording of the screen, or end the one that goes on."""
        if self.recording is not None:
            self.stop_recording()
            return
        path = new_path(self.casts or casts_folder(), SUFFIX)
        self.start_recording(RecordingAsked(path, version=self.cast_version))

    def action_save_still(self) -> None:
        """Draw the screen as it stands into an SVG file."""
        from tui.film.pictures.live import live_grid
        from tui.film.pictures.still import save_still

        path = new_path(self.casts or casts_folder(), ".svg")
        try:
            save_still(live_grid(self), path, private=True)
        except RunError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.written.append(path)
        self.notify(f"This screen is in {shown(path)}", timeout=8, markup=False)

    def start_recording(self, asked: RecordingAsked) -> bool:
        """Begin; says so, or why not. Whether it began."""
        try:
            self.recording = Recording(self, driver_of(self), asked)
        except RunError as error:
            self.notify(str(error), severity="error", timeout=10, markup=False)
            return False
        self._show_sign()
        return True

    def stop_recording(self) -> None:
        """End a recording and say where it is."""
        if (recording := self.recording) is None:
            return
        told = self.end_recording()
        self._show_sign()
        self.notify(
            told,
            severity="error" if recording.notice else "information",
            timeout=10,
            markup=False,
        )

    def record(self, events: Sequence[AnyEvent]) -> None:
        """Called at each tick with what happened: markers, the sign, and an end by failure."""
        if self.recording is None:
            return
        if self.recording.notice:
            self.stop_recording()
            return
        for event in events:
            if label := marker(event):
                self.recording.mark(label)
        self._show_sign()

    def end_recording(self) -> str:
        """End what still goes on when the application leaves; what to say of the last recording."""
        if (recording := self.recording) is not None:
            self.recording = None
            recording.stop()
            self._last_recorded = recording.notice or f"The recording is in {shown(recording.path)}"
        return self._last_recorded

    def _show_sign(self) -> None:
        """On the last line of every screen, so that no picture is recorded unawares."""
        seconds = int(self.recording.seconds) if self.recording is not None else 0
        sign = f"● rec {seconds // 60}:{seconds % 60:02}" if self.recording is not None else ""
        for screen in self.screen_stack:
            for bar in screen.query(KeyBar):
                bar.show_sign(sign)
