"""An event loop whose clock stands still while anything is left to do, and then jumps to the next timer.

Under it an application does in every run the same at the same moments, and a minute takes as long as
its work does. The idea is that of looptime and of Trio's autojump clock.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from widgets.textual_private import pinned_clocks

Result = TypeVar("Result")
THREAD_SECONDS = 5.0
"""Real seconds that the clock waits for work in threads before it goes on without them."""
UPDATE_SECONDS = 1 / 120
"""Between two repaints of a screen at most."""


class _JumpingSelector(selectors.SelectSelector):
    """Waits for nothing but threads."""

    loop: VirtualTimeLoop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if self.loop.threads or timeout is None:
            ready = super().select(THREAD_SECONDS)
            if ready:
                return ready
        if timeout is not None:
            self.loop.jump(timeout)
        return []


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """A loop at a virtual time, which begins at 0."""

    def __init__(self) -> None:
        self._virtual = 0.0
        self.threads = 0
        """Calls that are running in threads now."""
        selector = _JumpingSelector()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        """Seconds since the loop began."""
        return self._virtual

    def jump(self, seconds: float) -> None:
        """Let time pass."""
        # Rounded, so that sums of many steps stay what they would be on paper.
        self._virtual = round(self._virtual + seconds, 9)

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Any, *args: Any
    ) -> asyncio.Future[Any]:
        """As usual, and time waits for it."""
        self.threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._came_back)
        return future

    def _came_back(self, _: asyncio.Future[Any]) -> None:
        self.threads -= 1


def run_virtually(main: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Run a coroutine to its end at virtual time, Textual's too."""
    loop = VirtualTimeLoop()
    with (
        pinned_clocks(loop.time, UPDATE_SECONDS),
        asyncio.Runner(loop_factory=lambda: loop) as runner,
    ):
        return runner.run(main())
