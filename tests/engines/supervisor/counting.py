"""A second director, as small as can be: cells that count, one after another. It proves the cut."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from engines.commands import Order
from engines.device import Device
from engines.events import AnyEvent
from engines.order import Measure
from engines.outcomes import Outcome

if TYPE_CHECKING:
    from engines.supervisor.supervisor import Supervisor
    from engines.supervisor.turns import Turns
    from engines.worker.measuring import Measurement

CPU = Device("cpu", cores=tuple(sorted(os.sched_getaffinity(0)))[-1:])


def count(cell: Measurement, to: int = 10, pause: float = 0.0) -> None:
    """Count, and say so."""
    with cell.turn():
        for number in range(1, to + 1):
            cell.found("number", number, "counts")
            time.sleep(pause)
    print(f"counted to {to}")
    cell.found("sum", sum(range(1, to + 1)), "counts")
    cell.ended(Outcome.RIGHT)


def ask(cell: Measurement) -> None:
    """Count as far as a person says, from within a turn."""
    with cell.turn():
        cell.found("answer", int(cell.ask_person("how far?")))
    cell.ended(Outcome.RIGHT)


def tell_environment(cell: Measurement, name: str) -> None:
    """What the process was given under that name."""
    cell.found(name, os.environ.get(name))
    cell.ended(Outcome.RIGHT)


def raise_error(cell: Measurement) -> None:
    """Count wrongly."""
    raise ValueError("seven comes after six")


def die(cell: Measurement, counter: str = "") -> None:
    """Die of a signal in the middle, which the kernel counts there, if it is its memory killer's."""
    cell.found("number", 1, "counts")
    if counter:
        Path(counter).write_text("oom_kill 1\n")
    os.kill(os.getpid(), signal.SIGKILL)


def cling(cell: Measurement) -> None:
    """Count on, whatever one is told."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cell.found("number", 1, "counts")
    time.sleep(600)


def say_nothing(cell: Measurement) -> None:
    """Come to no outcome."""


class CountingDirector:
    """One cell after another, each by the function that it is named after."""

    def __init__(
        self,
        supervisor: Supervisor,
        cells: dict[str, Measure],
        *,
        seconds: float | None = None,
        fresh: bool = True,
        at_once: bool = False,
        environment: dict[str, str] | None = None,
    ) -> None:
        self._supervisor = supervisor
        self._to_do = list(cells.items())
        self._seconds = seconds
        self._fresh = fresh
        self._at_once = at_once
        self._environment = environment or {}
        self.done: list[str] = []

    def begin(self) -> None:
        """The first cell, or all of them."""
        self._next()
        while self._at_once and self._to_do:
            self._next()

    def _next(self) -> None:
        if self._to_do:
            who, job = self._to_do.pop(0)
            order = Order(
                who=who,
                cores=CPU.cores,
                environment=self._environment,
                job=job,
                fresh=self._fresh,
            )
            self._supervisor.start_worker(order, CPU, seconds=self._seconds, exclusive=True)

    def may_begin(self, turns: Turns) -> bool:
        """Cells need no fair start."""
        return True

    def hear(self, event: AnyEvent) -> None:
        """What cells find is in the log; nothing is decided by it."""

    def left(self, who: str) -> None:
        """On to the next."""
        self.done.append(who)
        self._next()


def job(function: str, **arguments: object) -> Measure:
    """The order to call one of the functions above."""
    return Measure(call=f"{__name__}:{function}", arguments=arguments)
