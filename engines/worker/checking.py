"""Checking a lane: it is built as for its training, by the same code, and then nothing is trained."""

from __future__ import annotations

from engines.commands import Order
from engines.events import Found
from engines.frameworks.engine import MakeEngine
from engines.order import Check, Train
from engines.phases import PhaseName
from engines.worker.event_writer import EventWriter
from engines.worker.inbox import Inbox
from engines.worker.training import Training


class Checking:
    """The job: what does not fit ends it, in the sentence that would have ended the lane."""

    def __init__(
        self,
        order: Order,
        job: Check,
        writer: EventWriter,
        inbox: Inbox,
        make_engine: MakeEngine,
    ) -> None:
        self._lane = Training(order, Train(recipe=job.recipe), writer, inbox, make_engine)
        self._writer = writer

    def run(self) -> None:
        """Say what the look at the model found, as the other events of building have said the rest."""
        writer = self._writer
        shape = str(list(self._lane.look.shape))
        writer.say(Found(lane=writer.lane, at=writer.now(), name="output shape", value=shape))
        writer.phase(PhaseName.FINISHED)
