"""How a lane changes its mode: the engine goes on with all it has learnt, and a mode that fails is left.

Weights, optimizer state and step count live in the engine, which only runs the following steps by another
function (see `switch` of each engine): nothing is copied, so nothing can be lost.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from engines.events import CompileFailed, ModeChanged
from engines.frameworks.engine import Compilation, Engine, GivenUp
from engines.lane import PLAIN_MODE
from engines.worker.event_writer import EventWriter
from engines.worker.explain import explain, print_error


class ModeChanges:
    """The mode that a lane is in, those that it was in, and those that did not compile."""

    def __init__(
        self,
        engine: Engine,
        mode: str,
        framework: str,
        writer: EventWriter,
        on_compile: Callable[[str], None],
    ) -> None:
        """`on_compile` is told what part of a compilation begins."""
        self._engine = engine
        self._writer = writer
        self._on_compile = on_compile
        self._plain = PLAIN_MODE[framework]
        self.mode = mode
        self._previous = self._plain
        """The mode to fall back to."""
        self._used: set[str] = set()
        self._good: set[str] = set()
        """Those that trained at the present batch size: the others may still fail to compile."""
        self._failed: set[str] = set()
        """Those that failed at the present batch size."""
        self._broken: set[str] = set()
        """Those of which was noted that their step is not one graph."""
        self._reason = f"first use of {mode}"

    def trained(self, *, whole: bool) -> None:
        """A chunk of steps was trained in the present mode; fewer than it makes at once say nothing of
        the program for those."""
        self._used.add(self.mode)
        if whole:
            self._good.add(self.mode)

    def batch_size_changed(self, size: int) -> None:
        """Every mode has to compile anew, and may fail."""
        self._good.clear()
        self._failed.clear()
        self._reason = f"batch size {size}"

    def take_reason(self) -> str:
        """Why something is compiled now; asked for once a compilation."""
        reason, self._reason = self._reason, ""
        return reason

    def alternate(self, step: int, mode: str) -> bool:
        """Switch to a mode for a turn; returns whether it is another one."""
        if mode == self.mode:
            return False
        self._switch(mode, step, alternating=True)
        return True

    def change(self, step: int, planned: str | None, asked: str | None) -> bool:
        """Switch to the mode that was planned or asked for; returns whether there was one.

        A key that meets a planned change is the later wish: it wins, and both are said.
        """
        changed = False
        for wanted in (planned, asked):
            if wanted is not None and wanted != self.mode:
                self._switch(wanted, step)
                changed = True
        return changed

    def compiled(self, compilation: Compilation, first: int, last: int) -> None:
        """Note what of the mode does not run as one graph, or no more from steps `first` to `last` on."""
        if (compilation.breaks or compilation.uncompiled) and self.mode not in self._broken:
            self._broken.add(self.mode)
            self._note(f"A step in {self.mode} is {compilation.in_graphs}.")
        for what in compilation.given_up:
            self._gave_up(what, first, last)

    def _gave_up(self, what: GivenUp, first: int, last: int) -> None:
        since = f"from step {last} on" if first == last else f"from step {first} or a later one on"
        often = "as often as is allowed" if what.limit is None else f"{what.limit} times, the limit"
        last_reason = f"; the last reason to compile it again: {what.reason}" if what.reason else ""
        error = (
            f"{what.function} was compiled {often}, and {since} runs uncompiled where none of these "
            f"fits{last_reason}"
        )
        mode, writer = self.mode, self._writer
        writer.say(
            CompileFailed(
                lane=writer.lane, at=writer.now(), mode=mode, fallback=mode, step=last, error=error
            )
        )
        self._note(f"{mode} gave up: {error}.")

    def _note(self, text: str) -> None:
        self._writer.note(text)

    def fall_back(self, error: Exception, step: int, seconds: float | None = None) -> bool:
        """Leave a mode that failed on its first chunk at this batch size; says why.

        `seconds` is what was spent on compiling it. Returns False where the mode has worked already,
        or no other is left to try.
        """
        failed = self.mode
        self._failed.add(failed)
        rest = [self._previous, self._plain]
        fallback = next((mode for mode in rest if mode not in self._failed), None)
        if failed in self._good or fallback is None:
            return False
        print_error(error)
        self._writer.say(
            CompileFailed(
                lane=self._writer.lane,
                at=self._writer.now(),
                mode=failed,
                fallback=fallback,
                step=step,
                error=explain(error),
                seconds=seconds,
            )
        )
        self._switch(fallback, step)
        return True

    def _switch(self, mode: str, step: int, *, alternating: bool = False) -> None:
        if mode not in self._used:
            # The first torch.compile imports its compiler, which takes seconds.
            self._on_compile("loading the compiler")
        began = time.perf_counter()
        self._engine.switch(mode)
        seconds = time.perf_counter() - began
        if self.mode in self._used:
            self._previous = self.mode
        previous, self.mode = self.mode, mode
        self._reason = "" if mode in self._used else f"first use of {mode}"
        self._writer.say(
            ModeChanged(
                lane=self._writer.lane,
                at=self._writer.now(),
                mode=mode,
                previous=previous,
                step=step,
                seconds=seconds,
                alternating=alternating,
            )
        )
