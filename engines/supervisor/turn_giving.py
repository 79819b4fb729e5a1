"""Who trains now: turns are given to those who ask, taken back early where somebody needs quiet, and
withheld from those that a person paused."""

from __future__ import annotations

from collections.abc import Mapping

from engines.commands import EndTurn, GiveTurn
from engines.device import Device
from engines.events import PauseChanged, Phase, ScheduleChanged
from engines.phases import ENDED, PhaseName
from engines.supervisor.event_stream import EventStream
from engines.supervisor.turns import Turns
from engines.supervisor.worker_process import WorkerProcess

NOTICE_WAITING = 0.7
"""Seconds without a turn after which a worker counts as waiting."""


class TurnGiving:
    """Tells workers of their turns; `workers` is the supervisor's own table of them."""

    def __init__(
        self, turns: Turns, workers: Mapping[str, WorkerProcess], stream: EventStream
    ) -> None:
        self._turns = turns
        self._workers = workers
        self._stream = stream
        self._paused: set[str] = set()
        """Lanes that a person paused."""

    def enter(self, who: str, device: Device, *, exclusive: bool) -> None:
        """A worker starts beside others: their turns do not count as undisturbed any more."""
        self._turns.enter(who, device, exclusive=exclusive)
        self._end_undisturbed(who)

    def ask(self, worker: WorkerProcess) -> None:
        """A worker is ready for a turn, or has given one back and wants another."""
        worker.ready = True
        worker.asked_at = self._stream.now()
        self._turns.ask(worker.who)
        if worker.who in self._paused:
            self.phase(worker, PhaseName.PAUSED)

    def give(self) -> None:
        """Give the turns that can begin now, and say who has been waiting for long."""
        for turn in self._turns.give(self._paused):
            worker = self._workers[turn.lane]
            worker.send(GiveTurn(seconds=turn.seconds, shared=turn.shared))
            if worker.order and worker.phase in (PhaseName.WAITING, PhaseName.PAUSED):
                self.phase(worker, worker.order.job.PHASE)
        for who in self._turns.asking:
            worker = self._workers[who]
            working = worker.order is not None and worker.phase == worker.order.job.PHASE
            if working and self._stream.now() - worker.asked_at > NOTICE_WAITING:
                blocker = self._turns.blocker(who)
                doing = self._workers[blocker].phase if blocker else ""
                self.phase(worker, PhaseName.WAITING, f"for {blocker}, {doing}" if blocker else "")

    def pause(self, who: str) -> None:
        """Give a worker no more turns."""
        worker = self._workers.get(who)
        if worker is None or worker.phase in ENDED or who in self._paused:
            return
        self._paused.add(who)
        self._stream.say(PauseChanged(lane=who, at=self._stream.now(), paused=True))
        if who in self._turns.holding:
            worker.send(EndTurn())
        elif worker.ready:
            self.phase(worker, PhaseName.PAUSED)

    def resume(self, who: str) -> None:
        """Give a paused worker turns again."""
        if who not in self._paused:
            return
        self._paused.discard(who)
        self._stream.say(PauseChanged(lane=who, at=self._stream.now(), paused=False))
        worker = self._workers.get(who)
        if worker is not None and worker.phase == PhaseName.PAUSED:
            self.phase(worker, PhaseName.WAITING)
            self._end_undisturbed(who)

    def set_schedule(self, schedule: str) -> None:
        """`turns` or `free`."""
        if schedule == self._turns.schedule:
            return
        self._turns.schedule = schedule
        for who in self._turns.holding:
            self._workers[who].send(EndTurn())
        self._stream.say(ScheduleChanged(at=self._stream.now(), schedule=schedule))

    def phase(self, worker: WorkerProcess, phase: str, detail: str = "") -> None:
        """Say that a worker entered a phase."""
        worker.phase = phase
        self._stream.say(Phase(lane=worker.who, at=self._stream.now(), phase=phase, detail=detail))

    def _end_undisturbed(self, by: str) -> None:
        """Have those that count on having their device alone give it back, because of `by`."""
        for other, shared in self._turns.disturbed(by).items():
            if not shared:
                self._workers[other].send(EndTurn())
