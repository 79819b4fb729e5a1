"""The supervisor: starts workers, gives turns, carries commands and events, and ends all of it.

It runs on one thread of its own and knows jobs only as data: what is ordered is decided by a director.
Methods that a screen calls put a request into a queue and return at once; what comes of it comes back as
events through `drain`.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from engines.commands import Answer, Command, Interrupt, Order, Prepare
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
    Started,
    Yielded,
    decode_event,
)
from engines.memory_killer import MemoryKiller
from engines.phases import ENDED, PhaseName
from engines.runlog.safe_event import safe_event
from engines.runlog.writer import RunLog
from engines.supervisor.director import Director
from engines.supervisor.event_stream import EventStream
from engines.supervisor.launch import start_process
from engines.supervisor.output_level import level_of, of_no_gpu
from engines.supervisor.pipes import WorkerPipes
from engines.supervisor.run_folder import RunFolder, sweep
from engines.supervisor.telemetry import Sampler
from engines.supervisor.turn_giving import TurnGiving
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
        self.header = safe_event(header)
        self.machine = machine
        self._stream = EventStream(header, log)
        self.origin = self._stream.origin
        self.now = self._stream.now
        self.drain = self._stream.drain
        self.say = self._stream.say
        self.log_path: Path | None = log.path if log else None
        self._workers: dict[str, WorkerProcess] = {}
        """Lane or cell -> the worker that has its order, or had it last."""
        self._free: list[WorkerProcess] = []
        """Workers without an order: spare ones, and those that may do another job."""
        self._attempts: dict[str, int] = {}
        self.turns = Turns(schedule, turn_seconds)
        self._turn_giving = TurnGiving(self.turns, self._workers, self._stream)
        self._turns_began = False
        self._requests: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._pipes = WorkerPipes(self)
        self._folder: RunFolder | None = None
        self._closing = False
        self._memory_killer = MemoryKiller()
        self._begun = False
        self._thread = threading.Thread(target=self._work, name="fwdash-supervisor", daemon=True)
        self._sampler = Sampler(
            self._processes, self._say_soon, self.now, machine.gpus, machine.cores
        )
        self._director = director(self)

    # What a screen calls, from any thread, beside `now` and `drain`.

    def start(self) -> None:
        """Have the director begin; returns at once, and does nothing the second time."""
        if self._begun:
            return
        self._begun = True
        use_cores(self.machine.dashboard_cores, all_threads=True)
        self.request(self._director.begin)
        self._thread.start()
        self._sampler.start()

    def request(self, what: Callable[[], None]) -> None:
        """Have something done on the supervisor's thread."""
        self._requests.put(what)
        self._pipes.wake()

    def pause(self, who: str) -> None:
        """Give a worker no more turns."""
        self.request(lambda: self._turn_giving.pause(who))

    def resume(self, who: str) -> None:
        """Give a paused worker turns again."""
        self.request(lambda: self._turn_giving.resume(who))

    def set_schedule(self, schedule: str) -> None:
        """`turns` or `free`."""
        self.request(lambda: self._turn_giving.set_schedule(schedule))

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
        self._stream.close()

    # What the director calls, on the supervisor's own thread, beside `say`.

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
        self._turn_giving.enter(who, device, exclusive=exclusive)
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

    def dismiss(self, who: str) -> None:
        """End the worker of a lane that starts anew; what it still had to say is dropped."""
        worker = self._workers.pop(who, None)
        if worker is not None and worker.who == who:
            self.turns.leave(who)
            kill_and_wait(worker)
            self._pipes.drop(worker)
            worker.close()
        self._turn_giving.resume(who)

    # What runs on the supervisor's own thread.

    def _work(self) -> None:
        while not self._closing:
            self._pipes.wait(0.25)
            with contextlib.suppress(queue.Empty):
                while True:
                    self._requests.get_nowait()()
            end_overdue(self._workers.values(), self.now())
            self._turns_began = self._turns_began or self._director.may_begin(self.turns)
            if self._turns_began:
                self._turn_giving.give()

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

    def hear(self, worker: WorkerProcess, event: AnyEvent, line: bytes) -> None:
        """Take in what a worker said."""
        match event:
            case Idle():
                self._hear_idle(worker)
                return
            case Yielded(again=again):
                if again:
                    self._turn_giving.ask(worker)
                else:
                    self.turns.rest(worker.who)
                return
            case Phase(phase=phase):
                worker.phase = phase
                if phase in ENDED:
                    self.turns.leave(worker.who)
            case Crashed():
                worker.phase = PhaseName.CRASHED
                self.turns.leave(worker.who)
                # As it was said, for the log.
                event = replace(decode_event(line), last_lines=tuple(worker.last_lines))
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
        if not line:
            return
        # Beside a lane on the CPU it would look like the cause of whatever comes.
        idle = of_no_gpu(line) and worker.device.gpu is None
        if not idle:
            worker.last_lines.append(line)
        level = "info" if idle else level_of(line)
        self.say(Logged(lane=worker.who, at=self.now(), line=line, level=level))

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
            worker.phase = PhaseName.CRASHED
            self.say(crash_of(worker, self.now(), self._memory_killer))
        self._director.left(who)

    def _interrupt(self, who: str) -> None:
        worker = self._workers.get(who)
        if worker is not None and worker.who == who and worker.phase not in ENDED:
            worker.send(Interrupt())
            worker.ending = Ending.INTERRUPTED
            worker.deadline = self.now() + INTERRUPT_SECONDS

    def _close(self) -> None:
        """End every worker, and hear what they still said."""
        self._closing = True
        ordered = list(self._workers.values())
        running = [worker for worker in ordered if worker.who and worker.phase not in ENDED]
        for worker in running:
            worker.phase = PhaseName.STOPPED
        everyone = [*ordered, *(one for one in self._free if one not in ordered)]
        end_all(everyone)
        self._pipes.read_rest()
        for worker in running:
            if worker.phase not in (PhaseName.FINISHED, PhaseName.CRASHED):
                self._turn_giving.phase(worker, PhaseName.STOPPED)
        for worker in everyone:
            worker.close()
