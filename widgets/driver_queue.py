"""How far the terminal is behind: frames that the driver has not written yet."""

from __future__ import annotations

from typing import Any


def frames_behind(app: Any) -> int:
    """Writes waiting in the driver's queue; 0 for a driver that has none (tests, other systems).

    Textual 8 keeps this queue in private attributes; nothing public tells. A frame painted while
    it is longer than 1 only makes a slow terminal answer keys later.
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
    """Write no more: a full queue to a terminal that is gone would block for ever."""
    driver: Any = getattr(app, "_driver", None)
    if getattr(driver, "_writer_thread", None) is not None:
        driver._writer_thread = NoTerminal()
