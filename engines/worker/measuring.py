"""Measuring a cell of a study: a function is called, and says what it finds and how it ended."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from engines.commands import Order
from engines.cores import use_cores
from engines.errors import UsageError
from engines.events import Concluded, Found, Yielded
from engines.order import Measure
from engines.outcomes import Outcome
from engines.phases import PhaseName
from engines.worker.event_writer import EventWriter
from engines.worker.explain import explain, print_error
from engines.worker.inbox import Inbox, Interrupted


class Measurement:
    """What a cell's function is given: the ways to say something, and the device's turns."""

    def __init__(self, writer: EventWriter, inbox: Inbox) -> None:
        self._writer = writer
        self._inbox = inbox
        self._holds_turn = False
        self.outcome: Outcome | None = None

    def found(self, name: str, value: float | int | str | None, unit: str = "") -> None:
        """Say a finding: a figure that was computed from what happened."""
        writer = self._writer
        writer.say(Found(lane=writer.lane, at=writer.now(), name=name, value=value, unit=unit))

    def ended(self, outcome: Outcome, detail: str = "") -> None:
        """Say how the cell ended; once."""
        assert self.outcome is None, "a cell ends once"
        self.outcome = outcome
        writer = self._writer
        writer.say(Concluded(lane=writer.lane, at=writer.now(), outcome=outcome, detail=detail))

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Have the device for oneself inside; it is given back after."""
        self._take_turn()
        try:
            yield
        finally:
            self._give_turn_back()

    def ask_person(self, question: str) -> str:
        """Wait for a person's answer; whoever waits so holds no turn meanwhile."""
        held = self._holds_turn
        self._give_turn_back()
        self._writer.phase(PhaseName.WAITING, question)
        answer = self._inbox.wait_for_answer()
        if held:
            self._take_turn()
        return answer

    def _take_turn(self) -> None:
        self._yield(again=True)
        self._inbox.wait_for_turn()
        self._holds_turn = True
        self._writer.phase(Measure.PHASE)

    def _give_turn_back(self) -> None:
        self._holds_turn = False
        self._yield(again=False)

    def _yield(self, *, again: bool) -> None:
        self._writer.say(Yielded(lane=self._writer.lane, at=self._writer.now(), again=again))


class Measuring:
    """The job: it ends with an outcome, whatever the function does."""

    def __init__(self, order: Order, job: Measure, writer: EventWriter, inbox: Inbox) -> None:
        use_cores(order.cores, all_threads=True)
        writer.phase(PhaseName.BUILDING)
        self._measurement = Measurement(writer, inbox)
        self._writer = writer
        self._job = job

    def run(self) -> None:
        """Call the function. An error of its own is an outcome, not the worker's end."""
        measurement = self._measurement
        try:
            function_named(self._job.call)(measurement, **self._job.arguments)
        except Interrupted:
            if measurement.outcome is None:
                measurement.ended(Outcome.INTERRUPTED)
            raise
        except Exception as error:
            print_error(error)
            if measurement.outcome is None:
                measurement.ended(Outcome.RAISES, explain(error))
        if measurement.outcome is None:
            raise UsageError(f"{self._job.call} came to no outcome: it has to say one.")
        self._writer.phase(PhaseName.FINISHED)


def function_named(name: str) -> Callable[..., object]:
    """The function that `package.module:function` names; raises `UsageError` if there is none."""
    module, _, function = name.partition(":")
    try:
        found: Callable[..., object] = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise UsageError(f"there is no function {name}: {error}") from error
    return found
