"""From an order to the job that a worker does."""

from __future__ import annotations

from typing import Protocol

from engines.commands import Order
from engines.frameworks.engine import MakeEngine
from engines.order import Check, Measure, Train
from engines.worker.event_writer import EventWriter
from engines.worker.inbox import Inbox


class Job(Protocol):
    """What a worker does for one lane or cell, from its first event to the last."""

    def run(self) -> None:
        """Do it all; an error that ends it is raised."""


def job_for(order: Order, make_engine: MakeEngine | None, writer: EventWriter, inbox: Inbox) -> Job:
    """The job that the order asks for; raises `UsageError` where it cannot be begun."""
    match order.job:
        case Train() as train:
            from engines.worker.training import Training

            assert make_engine is not None, "training needs a framework"
            return Training(order, train, writer, inbox, make_engine)
        case Check() as check:
            from engines.worker.checking import Checking

            assert make_engine is not None, "a lane needs a framework"
            return Checking(order, check, writer, inbox, make_engine)
        case Measure() as measure:
            from engines.worker.measuring import Measuring

            return Measuring(order, measure, writer, inbox)
