"""A driver that also passes on what it writes to the terminal."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from textual.driver import Driver

Listener = Callable[[str], None]


class Tee:
    """What `tee_driver` adds to a driver: somebody who listens, or nobody."""

    listener: Listener | None = None


@cache
def tee_driver(base: type[Driver]) -> type[Driver]:
    """`base`, which may come from TEXTUAL_DRIVER, with a `listener` that is told each write."""

    class TeeDriver(Tee, base):  # type: ignore[misc,valid-type]
        def write(self, data: str) -> None:
            super().write(data)
            if self.listener is not None:
                self.listener(data)

    TeeDriver.__name__ = TeeDriver.__qualname__ = f"Tee{base.__name__}"
    return TeeDriver


def listen(driver: Any, listener: Listener | None) -> bool:
    """Have `listener` told all that is written from now on, or nobody; False if it cannot be."""
    if not isinstance(driver, Tee):
        return False
    driver.listener = listener
    return True
