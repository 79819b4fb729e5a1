"""The supervisor: starts workers, gives turns, carries commands and events, and ends all of it.

It runs on one thread of its own and knows jobs only as data: what is ordered is decided by a director.
Methods that a screen calls put a request into a queue and return at once; what comes of it comes back as
events through `drain`.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from engines.commands import Answer, Command, EndTurn, GiveTurn, Interrupt, Order, Prepare
from engines.cores import use_cores
from engines.device import Device, Gpu, Machine
from engines.endings import Ending
from engines.events import (
    AnyEvent,
    Crashed,
    Header,
    Idle,
    Logged,
    Marked,
    Phase,
    ScheduleChanged,
    Started,
    Yielded,
    encode,
)
from engines.run.lane_state import ENDED
from engines.runlog.writer import RunLog
from engines.supervisor.director import Director
from engines.supervisor.launch import start_process
from engines.supervisor.lines import level_of
from engines.supervisor.pipes import WorkerPipes
from engines.supervisor.run_folder import RunFolder, sweep
from engines.supervisor.telemetry import Sampler
from engines.supervisor.turns import Turns
from engines.supervisor.worker_ends import (
    INTERRUPT_SECONDS,
    STOP_SECONDS,
    crash_of,
    end_all,
    end_overdue,
    kill_and_wait,
)
from engines.supervisor.worker_process import WorkerProcess

NOTICE_WAITING = 0.7
"""Seconds without a turn after which a worker counts as waiting."""


class Supervisor:
    """One run: its header, its log, its workers."""

    def __init__(
        self,
        header: Header,
        machine: Machine,
        director: Callable[[Supervisor], Director],
        *,
        log: RunLog | None,
        schedule: str = "turns",
        turn_seconds: float = 0.2,
    ) -> None:
        """`director` makes the one that decides what is ordered; it is called here, once."""
        self.header = header
        self.machine = machine
        self._log = log
        self.log_path: Path | None = log.path if log else None
        self._workers: dict[str, WorkerProcess] = {}
        """Lane or cell -> the worker that has its order, or had it last."""
        self._free: list[WorkerProcess] = []
        """Workers without an order: spare ones, and those that may do another job."""
        self._attempts: dict[str, int] = {}
        self.turns = Turns(schedule, turn_seconds)
        self._paused: set[str] = set()
        self.paused: frozenset[str] = frozenset()
        """Lanes that a person paused."""
        self._turns_began = False
        self._out: deque[AnyEvent] = deque()
        self._requests: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._pipes = WorkerPipes(self)
        self.origin = time.monotonic()
        """When the run began, on the clock that all processes share."""
        self._folder: RunFolder | None = None
        self._closing = False
        self._begun = False
        self._thread = threading.Thread(target=self._work, name="fwdash-supervisor", daemon=True)
        self._sampler = Sampler(
            self._processes, self._say_soon, self.now, machine.gpus, machine.cores
        )
        self._append(encode(header))
        self._director = director(self)

    # What a screen calls, from any thread.

    def now(self) -> float:
        """Seconds since the run started."""
        return time.monotonic() - self.origin

    def start(self) -> None:
        """Have the director begin; returns at once, and does nothing the second time."""
        if self._begun:
            return
        self._begun = True
        use_cores(self.machine.dashboard_cores, all_threads=True)
        self.request(self._director.begin)
        self._thread.start()
        self._sampler.start()

    def drain(self) -> list[AnyEvent]:
        """The events since the last call."""
        out = self._out
        return [out.popleft() for _ in range(len(out))]

    def request(self, what: Callable[[], None]) -> None:
        """Have something done on the supervisor's thread."""
        self._requests.put(what)
        self._pipes.wake()

    def pause(self, who: str) -> None:
        """Give a worker no more turns."""
        self.request(lambda: self._pause(who))

    def resume(self, who: str) -> None:
        """Give a paused worker turns again."""
        self.request(lambda: self.let_run(who))

    def set_schedule(self, schedule: str) -> None:
        """`turns` or `free`."""
        self.request(lambda: self._set_schedule(schedule))

    def interrupt(self, who: str) -> None:
        """Have a worker leave its job where it is; one that does not is killed."""
        self.request(lambda: self._interrupt(who))

    def answer(self, who: str, text: str) -> None:
        """Tell a worker that waits for a person what was answered."""
        self.request(lambda: self.tell(who, Answer(text=text)))

    def mark(self, text: str) -> None:
        """Leave a person's mark."""
        self.request(lambda: self.say(Marked(at=self.now(), text=text)))

    def close(self) -> None:
        """End all workers; returns when they are gone, within two seconds. May be called twice."""
        self._sampler.close()
        if self._begun and not self._closing:
            self.request(self._close)
        if self._begun and threading.current_thread() is not self._thread:
            self._thread.join(STOP_SECONDS + 3)
        use_cores(self.machine.cores, all_threads=True)
        self._pipes.close()
        if self._folder is not None:
            self._folder.remove()
        if self._log is not None:
            self._log.close()

    # What the director calls, on the supervisor's own thread.

    def start_worker(
        self,
        order: Order,
        device: Device,
        *,
        start_cores: tuple[int, ...] = (),
        seconds: float | None = None,
        exclusive: bool = False,
    ) -> None:
        """Have an order done, by a worker that waits for one like it or by a new process.

        `start_cores` are those to import on, `seconds` what the job may take at most, `exclusive` says
        that its turns are shared with nobody.
        """
        who = order.who
        self._attempts[who] = self._attempts.get(who, 0) + 1
        self.turns.enter(who, device, exclusive=exclusive)
        self._end_undisturbed_turns(who)
        worker = next((one for one in self._free if one.fits(order, device)), None)
        if worker is not None:
            self._free.remove(worker)
        else:
            prepare = Prepare(
                who=who,
                framework=order.framework,
                cores=start_cores or order.cores,
                origin=self.origin,
            )
            try:
                worker = self._new_process(prepare, device, order.cores, order.environment)
            except OSError as error:
                self.turns.leave(who)
                reason = f"the worker process could not be started: {error.strerror}"
                self.say(Crashed(lane=who, at=self.now(), reason=reason, ending=Ending.NOT_STARTED))
                self._director.left(who)
                return
        self._workers[who] = worker
        self.say(
            Started(
                lane=who,
                at=self.now(),
                pid=worker.process.pid,
                attempt=self._attempts[who],
                device=device.text,
                mode=order.mode,
            )
        )
        worker.take(order, seconds)
        if worker.imported:
            self._clock(worker)

    def hold_spare(
        self,
        framework: str,
        device: Device,
        cores: tuple[int, ...] = (),
        environment: dict[str, str] | None = None,
    ) -> None:
        """Have a worker import a framework and wait, so that an order for it begins at once.

        It costs no turn, and ends with the rest. One that cannot be started is not missed: an order
        starts its own process then.
        """
        prepare = Prepare(framework=framework, cores=cores, origin=self.origin)
        with contextlib.suppress(OSError):
            self._free.append(self._new_process(prepare, device, cores, environment or {}))

    def tell(self, who: str, command: Command) -> None:
        """Tell a worker something; one that has ended is told nothing."""
        worker = self._workers.get(who)
        if worker is not None and worker.who == who and worker.phase not in ENDED:
            worker.send(command)

    def say(self, event: AnyEvent, line: bytes | None = None) -> None:
        """An event happened: into the log, and to who drains."""
        self._append(line or encode(event))
        self._out.append(event)

    def dismiss(self, who: str) -> None:
        """End the worker of a lane that starts anew; what it still had to say is dropped."""
        worker = self._workers.pop(who, None)
        if worker is not None and worker.who == who:
            self.turns.leave(who)
            kill_and_wait(worker)
            self._pipes.drop(worker)
            worker.close()
        self.let_run(who)

    def let_run(self, who: str) -> None:
        """Give a paused worker turns again."""
        self._paused.discard(who)
        self.paused = frozenset(self._paused)
        worker = self._workers.get(who)
        if worker is not None and worker.phase == "paused":
            self._enter(worker, "waiting")
            self._end_undisturbed_turns(who)

    # What runs on the supervisor's own thread.

    def _work(self) -> None:
        while not self._closing:
            self._pipes.wait(0.25)
            with contextlib.suppress(queue.Empty):
                while True:
                    self._requests.get_nowait()()
            end_overdue(self._workers.values(), self.now())
            self._give_turns()

    def _new_process(
        self, prepare: Prepare, device: Device, cores: tuple[int, ...], extra: dict[str, str]
    ) -> WorkerProcess:
        if self._folder is None:
            sweep()
            self._folder = RunFolder()
        process = start_process(prepare, device, len(cores) or 1, extra, self._folder.path)
        worker = WorkerProcess(process, prepare.framework, device, extra)
        self._pipes.add(worker)
        return worker

    def _say_soon(self, event: AnyEvent) -> None:
        """Say an event from another thread."""
        self.request(lambda: self.say(event))

    def _processes(self) -> dict[str, tuple[int, Gpu | None]]:
        return {
            who: (worker.process.pid, worker.device.gpu)
            for who, worker in list(self._workers.items())
            if worker.who == who and worker.process.returncode is None
        }

    def _append(self, lines: bytes) -> None:
        if self._log is None or self._log.notice:
            return
        if not self._log.append(lines) and self._log.notice:
            self._out.append(Logged(at=self.now(), line=self._log.notice, level="error"))

    def hear(self, worker: WorkerProcess, event: AnyEvent, line: bytes) -> None:
        """Take in what a worker said."""
        match event:
            case Idle():
                self._hear_idle(worker)
                return
            case Yielded(again=again):
                if again:
                    self._wait_in_line(worker)
                else:
                    self.turns.rest(worker.who)
                return
            case Phase(phase=phase):
                worker.phase = phase
                if phase in ENDED:
                    self.turns.leave(worker.who)
            case Crashed():
                worker.phase = "crashed"
                self.turns.leave(worker.who)
                event = Crashed(
                    lane=event.lane,
                    at=event.at,
                    reason=event.reason,
                    last_lines=tuple(worker.last_lines),
                    ending=event.ending,
                )
                line = b""
        self.say(event, line + b"\n" if line else None)
        self._director.hear(event)

    def _hear_idle(self, worker: WorkerProcess) -> None:
        """Its framework is in place, or its job is done: it can take another."""
        done = worker.imported and worker.order is not None
        worker.imported = True
        if done:
            who, worker.order, worker.deadline = worker.who, None, None
            self.turns.leave(who)
            self._free.append(worker)
            self._director.left(who)
        elif worker.order is not None:
            self._clock(worker)

    def _clock(self, worker: WorkerProcess) -> None:
        """The time that a job may take begins."""
        if worker.seconds is not None:
            worker.deadline = self.now() + worker.seconds

    def hear_line(self, worker: WorkerProcess, line: str) -> None:
        """Keep a line that a worker printed."""
        if line:
            worker.last_lines.append(line)
            self.say(Logged(lane=worker.who, at=self.now(), line=line, level=level_of(line)))

    def hear_end(self, worker: WorkerProcess) -> None:
        """Both pipes have ended: the process has too, or is about to."""
        kill_and_wait(worker)
        self._pipes.rest_of(worker)
        worker.close()
        if worker in self._free:
            self._free.remove(worker)
        who = worker.who
        if not who or self._workers.get(who) is not worker:
            return
        self.turns.leave(who)
        worker.deadline = None
        if worker.phase not in ENDED:
            worker.phase = "crashed"
            self.say(crash_of(worker, self.now()))
        self._director.left(who)

    def _wait_in_line(self, worker: WorkerProcess) -> None:
        worker.ready = True
        worker.asked_at = self.now()
        self.turns.ask(worker.who)
        if worker.who in self._paused:
            self._enter(worker, "paused")

    def _give_turns(self) -> None:
        if not self._turns_began:
            if not self._director.may_begin(self.turns):
                return
            self._turns_began = True
        for turn in self.turns.give(self._paused):
            worker = self._workers[turn.lane]
            worker.send(GiveTurn(seconds=turn.seconds, shared=turn.shared))
            if worker.order and worker.phase in ("waiting", "paused"):
                self._enter(worker, worker.order.job.PHASE)
        for who in self.turns.asking:
            worker = self._workers[who]
            working = worker.order is not None and worker.phase == worker.order.job.PHASE
            if working and self.now() - worker.asked_at > NOTICE_WAITING:
                blocker = self.turns.blocker(who)
                doing = self._workers[blocker].phase if blocker else ""
                self._enter(worker, "waiting", f"for {blocker}, {doing}" if blocker else "")

    def _enter(self, worker: WorkerProcess, phase: str, detail: str = "") -> None:
        worker.phase = phase
        self.say(Phase(lane=worker.who, at=self.now(), phase=phase, detail=detail))

    def _pause(self, who: str) -> None:
        self._paused.add(who)
        self.paused = frozenset(self._paused)
        worker = self._workers.get(who)
        if worker is None or worker.phase in ENDED:
            return
        if who in self.turns.holding:
            worker.send(EndTurn())
        elif worker.ready:
            self._enter(worker, "paused")

    def _interrupt(self, who: str) -> None:
        worker = self._workers.get(who)
        if worker is not None and worker.who == who and worker.phase not in ENDED:
            worker.send(Interrupt())
            worker.ending = Ending.INTERRUPTED
            worker.deadline = self.now() + INTERRUPT_SECONDS

    def _end_undisturbed_turns(self, by: str) -> None:
        """Have those that count on having their device alone give it back, because of `by`."""
        for other, shared in self.turns.disturbed(by).items():
            if not shared:
                self.tell(other, EndTurn())

    def _set_schedule(self, schedule: str) -> None:
        if schedule == self.turns.schedule:
            return
        self.turns.schedule = schedule
        for who in self.turns.holding:
            self.tell(who, EndTurn())
        self.say(ScheduleChanged(at=self.now(), schedule=schedule))

    def _close(self) -> None:
        """End every worker, and hear what they still said."""
        self._closing = True
        ordered = list(self._workers.values())
        running = [worker for worker in ordered if worker.who and worker.phase not in ENDED]
        for worker in running:
            worker.phase = "stopped"
        everyone = [*ordered, *(one for one in self._free if one not in ordered)]
        end_all(everyone)
        self._pipes.read_rest()
        for worker in running:
            if worker.phase not in ("finished", "crashed"):
                self._enter(worker, "stopped")
        for worker in everyone:
            worker.close()
