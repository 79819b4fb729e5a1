"""All that touches a private name of Textual, each with the reason why Textual 8 has no public way.

`NAMES` lists them, and a test holds the list against the Textual that is installed: what an upgrade
takes away fails there, by its name, and not on somebody's screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.keys import _character_to_key
from textual.strip import Strip

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen

NAMES: dict[str, tuple[str, ...]] = {
    "textual._compositor": ("ChopsUpdate", "CompositorUpdate", "LayoutUpdate"),
    "textual._compositor.ChopsUpdate": ("chops", "chop_ends", "spans", "render_segments"),
    "textual._compositor.LayoutUpdate": ("region", "strips", "render_segments"),
    "textual._compositor.Compositor": ("_dirty_regions", "render_update"),
    "textual.screen.Screen": ("_compositor",),
    "textual.app.App": (
        "_background_screens",
        "_close_messages_no_wait",
        "_context",
        "_display",
        "_driver",
        "_exception",
        "_exception_event",
        "_handle_exception",
        "_return_code",
    ),
    "textual.drivers.linux_driver.LinuxDriver": ("_writer_thread",),
    "textual.drivers._writer_thread.WriterThread": ("_queue",),
    "textual.keys": ("_character_to_key",),
    "textual._time": ("get_time",),
    "textual.notifications": ("time",),
    "textual.widget": ("monotonic",),
    "textual.screen": ("UPDATE_PERIOD",),
}
"""Module or class -> its names that are used here; also those that no underscore marks."""

__all__ = [
    "NAMES",
    "CompositorUpdate",
    "Frame",
    "LayoutUpdate",
    "NoTerminal",
    "SeenApp",
    "driver_of",
    "drop_output",
    "frames_behind",
    "is_frame",
    "key_name",
    "pieces",
    "pinned_clocks",
    "whole_screen",
]

Frame: TypeAlias = ChopsUpdate | LayoutUpdate
"""What Textual writes to the terminal: some spans, or all of the screen."""


def is_frame(update: object) -> TypeGuard[Frame]:
    """Whether Textual is about to write a frame, which only the classes of its compositor tell."""
    return isinstance(update, ChopsUpdate | LayoutUpdate)


def pieces(update: Frame) -> Iterator[tuple[int, int, Strip]]:
    """(row, column, strip) of all that a frame touches; a frame has no public way to be read."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield y, x, strip
                x += strip.cell_length
        return
    seen = set()
    for y, left, right in update.spans:
        for end, (x, piece) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if piece is not None and x < right and end > left and (y, x) not in seen:
                seen.add((y, x))
                yield y, x, piece


@contextmanager
def whole_screen(app: App[Any]) -> Iterator[LayoutUpdate]:
    """A repaint of all the screen, which takes nothing from the next repaint of the terminal.

    Public are screenshots only: they are SVG, and they forget the regions that wait to be painted.
    """
    compositor: Any = app.screen._compositor
    waiting = set(compositor._dirty_regions)
    yield compositor.render_update(full=True, screen_stack=app._background_screens)
    compositor._dirty_regions.update(waiting)


def driver_of(app: App[Any]) -> object:
    """What writes to the terminal; an application names the class of its driver in public only."""
    return app._driver


def frames_behind(app: Any) -> int:
    """Writes waiting in the driver's queue; 0 for a driver that has none (tests, other systems).

    Nothing public tells how far the terminal is behind. A frame painted while this is above 1 only
    makes a slow terminal answer keys later.
    """
    writer = getattr(getattr(app, "_driver", None), "_writer_thread", None)
    queue = getattr(writer, "_queue", None)
    return queue.qsize() if queue is not None else 0


class NoTerminal:
    """Stands where the driver's writer stood once there is nothing left to write to."""

    def write(self, text: str) -> None:
        """Drop it."""

    def flush(self) -> None:
        """Nothing to do."""

    def stop(self) -> None:
        """Nothing to do."""


def drop_output(app: Any) -> None:
    """Write no more: a full queue to a terminal that is gone would block for ever, and every public
    way out writes the terminal's old state first."""
    driver: Any = getattr(app, "_driver", None)
    if getattr(driver, "_writer_thread", None) is not None:
        driver._writer_thread = NoTerminal()


def key_name(character: str) -> str:
    """What Textual calls the key of a character, such as `full_stop`; public is only the way back."""
    return _character_to_key(character)


@contextmanager
def pinned_clocks(clock: Callable[[], float], update_seconds: float) -> Iterator[None]:
    """Have Textual's timers, toasts and scrolling read `clock`, which they do not ask the loop for.

    How often screens repaint depends on TEXTUAL_FPS when Textual is imported first: that is pinned
    too. None of the four can be given to an application.
    """
    import textual._time
    import textual.notifications
    import textual.screen
    import textual.widget

    pins: list[tuple[Any, str, object]] = [
        (textual._time, "get_time", clock),
        (textual.notifications, "time", clock),
        (textual.widget, "monotonic", clock),
        (textual.screen, "UPDATE_PERIOD", update_seconds),
    ]
    before = [(module, name, getattr(module, name)) for module, name, _ in pins]
    try:
        for module, name, pin in pins:
            setattr(module, name, pin)
        yield
    finally:
        for module, name, old in before:
            setattr(module, name, old)


class SeenApp(App[None]):
    """An application that sees each frame before it is written, and each failure before it is told."""

    def frame_to_write(self, renderable: RenderableType | None) -> RenderableType | None:
        """What is written in place of what Textual is about to write."""
        return renderable

    def failed(self, error: Exception) -> None:
        """Told of an exception that nobody caught; the application leaves after it."""

    def leave_failed(self, error: Exception) -> None:
        """Leave because of an exception, as if Textual itself had caught it."""
        self._handle_exception(error)

    def as_active(self) -> AbstractContextManager[None]:
        """Be the active application in a task of one's own; Textual sets this for its own tasks only."""
        return self._context()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Write a frame; there is no public place between composing one and writing it."""
        super()._display(screen, self.frame_to_write(renderable))

    def _handle_exception(self, error: Exception) -> None:
        """Leave without a traceback on the screen: Textual's own way out always prints one."""
        self.failed(error)
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
