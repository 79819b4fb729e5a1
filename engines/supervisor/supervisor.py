"""The supervisor: starts the workers, gives turns, carries commands and events, and ends all of it.

It runs on one thread of its own. Methods that a screen calls put a request into a queue and return
at once; what comes of it comes back as events through `drain`.
"""

from __future__ import annotations

import contextlib
import queue
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from engines.cores import use_cores
from engines.device import Device, Gpu, Machine, parse_device
from engines.events import (
    AnyCommand,
    AnyEvent,
    ChangeSettings,
    Crashed,
    EndTurn,
    GiveTurn,
    Logged,
    Marked,
    ModeChanged,
    Phase,
    ScheduleChanged,
    SetMode,
    Started,
    Steps,
    Yielded,
    encode,
)
from engines.order import WorkerPlan
from engines.phases import ENDED
from engines.run_plan import RunPlan, make_header
from engines.runlog.writer import RunLog
from engines.supervisor.launch import lane_cores, start_worker
from engines.supervisor.lines import level_of
from engines.supervisor.pipes import WorkerPipes
from engines.supervisor.telemetry import Sampler
from engines.supervisor.turns import Turns
from engines.supervisor.worker_process import Seat

STOP_SECONDS = 1.0
"""How long workers may take to end after SIGTERM before they are killed."""
SETTINGS_STEPS = 500
"""A change of learning rate or batch size happens at a multiple of this, one ahead of all lanes."""
NOTICE_WAITING = 0.7
"""Seconds without a turn after which a lane counts as waiting."""


class Supervisor:
    """One run: its header, its log, its workers."""

    def __init__(
        self,
        plan: RunPlan,
        machine: Machine,
        *,
        log: RunLog | Callable[[str], RunLog] | None,
        command: Sequence[str] = (),
    ) -> None:
        """`log` is a run log to append to, or makes one from the run's id."""
        self.plan = plan
        self.machine = machine
        self.header = make_header(plan, machine, command)
        self._devices = {spec.id: parse_device(spec.device, machine) for spec in plan.lanes}
        self._log = log(self.header.id) if callable(log) else log
        self.log_path: Path | None = self._log.path if self._log else None
        self._specs = {spec.id: spec for spec in plan.lanes}
        self._modes = {spec.id: spec.mode for spec in plan.lanes}
        self._attempts = dict.fromkeys(self._specs, 0)
        self._seats: dict[str, Seat] = {}
        self._turns = Turns(plan.schedule, plan.turn_seconds)
        self._settings: list[ChangeSettings] = []
        self._steps = dict.fromkeys(self._specs, 0)
        self._paused: set[str] = set()
        self.paused: frozenset[str] = frozenset()
        """Lanes that a person paused."""
        self._started_together = False
        self._out: deque[AnyEvent] = deque()
        self._requests: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._pipes = WorkerPipes(self)
        self._origin = time.monotonic()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="fwdash-supervisor", daemon=True)
        self._sampler = Sampler(
            self._workers, self._say_soon, self.now, machine.gpus, machine.cores
        )
        self._begun = False
        self._all_cores = machine.cores
        self._append(encode(self.header))

    # What a screen calls.

    def now(self) -> float:
        """Seconds since the run started."""
        return time.monotonic() - self._origin

    def start(self) -> None:
        """Start the workers; returns at once, and does nothing the second time."""
        if self._begun:
            return
        self._begun = True
        use_cores(self.machine.dashboard_cores, all_threads=True)
        for lane in self._specs:
            self._requests.put(lambda lane=lane: self._start_worker(lane))  # type: ignore[misc]
        self._thread.start()
        self._sampler.start()

    def drain(self) -> list[AnyEvent]:
        """The events since the last call."""
        out = self._out
        return [out.popleft() for _ in range(len(out))]

    def set_mode(self, lane: str, mode: str) -> None:
        """Have a lane go on in another mode."""
        self._ask(lambda: self._send(lane, SetMode(mode=mode)))

    def pause(self, lane: str) -> None:
        """Give a lane no more turns."""
        self._ask(lambda: self._pause(lane))

    def resume(self, lane: str) -> None:
        """Give a paused lane turns again."""
        self._ask(lambda: self._resume(lane))

    def restart(self, lane: str, device: str | None = None) -> None:
        """Start a lane anew from its first step, on another device if one is named.

        Raises `UsageError` or `RunError` at once for a device that cannot be.
        """
        target = parse_device(device, self.machine) if device else None
        self._ask(lambda: self._restart(lane, target))

    def set_schedule(self, schedule: str) -> None:
        """`turns` or `free`."""
        self._ask(lambda: self._set_schedule(schedule))

    def change_settings(
        self, *, learning_rate: float | None = None, batch_size: int | None = None
    ) -> None:
        """Have all lanes go on with another learning rate or batch size, from one step on."""
        self._ask(lambda: self._change_settings(learning_rate, batch_size))

    def mark(self, text: str) -> None:
        """Leave a person's mark."""
        self._ask(lambda: self._say(Marked(at=self.now(), text=text)))

    def close(self) -> None:
        """End all workers; returns when they are gone, within two seconds. May be called twice."""
        self._sampler.close()
        if self._begun and not self._closing:
            self._ask(self._close)
        if self._begun and threading.current_thread() is not self._thread:
            self._thread.join(STOP_SECONDS + 3)
        use_cores(self._all_cores, all_threads=True)
        self._pipes.close()
        if self._log is not None:
            self._log.close()

    # What runs on the supervisor's own thread.

    def _ask(self, request: Callable[[], None]) -> None:
        self._requests.put(request)
        self._pipes.wake()

    def _say_soon(self, event: AnyEvent) -> None:
        """Say an event from another thread."""
        self._ask(lambda: self._say(event))

    def _workers(self) -> dict[str, tuple[int, Gpu | None]]:
        return {
            lane: (seat.process.pid, seat.device.gpu)
            for lane, seat in list(self._seats.items())
            if seat.process.returncode is None
        }

    def _say(self, event: AnyEvent, line: bytes | None = None) -> None:
        self._append(line or encode(event))
        self._out.append(event)

    def _append(self, lines: bytes) -> None:
        if self._log is None or self._log.notice:
            return
        if not self._log.append(lines) and self._log.notice:
            self._out.append(Logged(at=self.now(), line=self._log.notice, level="error"))

    def _work(self) -> None:
        while not self._closing:
            self._pipes.wait(0.25)
            with contextlib.suppress(queue.Empty):
                while True:
                    self._requests.get_nowait()()
            self._give_turns()

    def hear(self, seat: Seat, event: AnyEvent, line: bytes) -> None:
        """Take in what a worker said."""
        match event:
            case Yielded():
                self._wait_in_line(seat)
                return
            case Phase(phase=phase):
                seat.phase = phase
                if phase == "finished":
                    self._turns.leave(seat.lane)
                elif phase == "waiting" and not seat.ready:
                    seat.ready = True
                    self._wait_in_line(seat)
            case ModeChanged(mode=mode):
                self._modes[seat.lane] = mode
            case Steps(first=first, losses=losses):
                self._steps[seat.lane] = first + len(losses) - 1
            case Crashed():
                seat.phase = "crashed"
                self._turns.leave(seat.lane)
                event = Crashed(
                    lane=event.lane,
                    at=event.at,
                    reason=event.reason,
                    last_lines=tuple(seat.last_lines),
                )
                self._say(event)
                return
        self._say(event, line + b"\n")

    def hear_line(self, seat: Seat, line: str) -> None:
        """Keep a line that a worker printed."""
        if line:
            seat.last_lines.append(line)
            self._say(Logged(lane=seat.lane, at=self.now(), line=line, level=level_of(line)))

    def _start_worker(self, lane: str, device: Device | None = None) -> None:
        if device is not None:
            self._devices[lane] = device
        device = self._devices[lane]
        spec = self._specs[lane]
        self._attempts[lane] += 1
        self._steps[lane] = 0
        cores, start_cores = lane_cores(
            device,
            self.machine,
            list(self._specs).index(lane),
            len(self._specs),
            self._turns.schedule,
        )
        plan = WorkerPlan(
            lane=lane,
            framework=spec.framework,
            mode=self._modes[lane],
            device_kind=device.kind,
            workload=self.plan.workload,
            optimizer=self.plan.optimizer,
            learning_rate=self.plan.learning_rate,
            batch_size=self.plan.batch_size,
            seed=self.plan.seed,
            precision=self.plan.precision,
            steps=self.plan.steps,
            sync_every=self.plan.sync_every,
            evaluate_every=self.plan.evaluate_every,
            changes=tuple((step, mode) for of, step, mode in self.plan.changes if of == lane),
            settings=tuple(self._settings),
            cores=cores,
            start_cores=start_cores if self._attempts[lane] == 1 else cores,
            origin=self._origin,
        )
        self._turns.enter(lane, device)
        self._end_undisturbed_turns(lane)
        try:
            process = start_worker(plan, device)
        except OSError as error:
            self._turns.leave(lane)
            reason = f"the worker process could not be started: {error.strerror}"
            self._say(Crashed(lane=lane, at=self.now(), reason=reason))
            return
        seat = self._seats[lane] = Seat(lane, device, process)
        self._pipes.add(seat)
        self._say(
            Started(
                lane=lane,
                at=self.now(),
                pid=process.pid,
                attempt=self._attempts[lane],
                device=device.text,
                mode=plan.mode,
            )
        )

    def hear_end(self, seat: Seat) -> None:
        """Both pipes have ended: the process has too, or is about to."""
        seat.kill(signal.SIGKILL)
        code = seat.process.wait()
        self._pipes.rest_of(seat)
        seat.close()
        if self._seats.get(seat.lane) is not seat or seat.phase in ENDED:
            return
        self._turns.leave(seat.lane)
        seat.phase = "crashed"
        name = signal.Signals(-code).name if code < 0 else None
        self._say(
            Crashed(
                lane=seat.lane,
                at=self.now(),
                reason=f"killed by {name}" if name else f"ended with exit code {code}",
                exit_code=code if code >= 0 else None,
                signal=name,
                last_lines=tuple(seat.last_lines),
            )
        )

    def _send(self, lane: str, command: AnyCommand) -> None:
        seat = self._seats.get(lane)
        if seat is not None and seat.phase not in ENDED:
            seat.send(command)

    def _wait_in_line(self, seat: Seat) -> None:
        seat.asked_at = self.now()
        self._turns.ask(seat.lane)
        if seat.lane in self._paused:
            self._enter(seat, "paused")

    def _give_turns(self) -> None:
        if not self._started_together:
            # A fair start: nobody trains while another still imports.
            if self._turns.preparing or not self._turns.asking:
                return
            self._started_together = True
        for turn in self._turns.give(self._paused):
            seat = self._seats[turn.lane]
            seat.send(GiveTurn(seconds=turn.seconds, shared=turn.shared))
            if seat.phase in ("waiting", "paused"):
                self._enter(seat, "training")
        for lane in self._turns.asking:
            seat = self._seats[lane]
            if seat.phase == "training" and self.now() - seat.asked_at > NOTICE_WAITING:
                blocker = self._turns.blocker(lane)
                doing = self._seats[blocker].phase if blocker else ""
                self._enter(seat, "waiting", f"for {blocker}, {doing}" if blocker else "")

    def _enter(self, seat: Seat, phase: str, detail: str = "") -> None:
        seat.phase = phase
        self._say(Phase(lane=seat.lane, at=self.now(), phase=phase, detail=detail))

    def _pause(self, lane: str) -> None:
        self._paused.add(lane)
        self.paused = frozenset(self._paused)
        seat = self._seats.get(lane)
        if seat is None or seat.phase in ENDED:
            return
        if lane in self._turns.holding:
            seat.send(EndTurn())
        elif seat.ready:
            self._enter(seat, "paused")

    def _resume(self, lane: str) -> None:
        self._paused.discard(lane)
        self.paused = frozenset(self._paused)
        seat = self._seats.get(lane)
        if seat is not None and seat.phase == "paused":
            self._enter(seat, "waiting")
            self._end_undisturbed_turns(lane)

    def _end_undisturbed_turns(self, by: str) -> None:
        """Have lanes that count on having their device alone give it back, because of `by`."""
        for other, shared in self._turns.disturbed(by).items():
            if not shared:
                self._send(other, EndTurn())

    def _restart(self, lane: str, device: Device | None) -> None:
        old = self._seats.pop(lane, None)
        if old is not None:
            self._dismiss(old)
        self._resume(lane)
        self._start_worker(lane, device)

    def _dismiss(self, seat: Seat) -> None:
        """End a worker whose lane starts anew; what it still had to say is dropped."""
        self._turns.leave(seat.lane)
        seat.kill(signal.SIGKILL)
        seat.process.wait()
        self._pipes.drop(seat)
        seat.close()

    def _change_settings(self, learning_rate: float | None, batch_size: int | None) -> None:
        """The same step for all lanes keeps them comparable: one that none has reached yet."""
        ahead = max(self._steps.values())
        step = (ahead // SETTINGS_STEPS + 2) * SETTINGS_STEPS if ahead else 0
        command = ChangeSettings(step=step, learning_rate=learning_rate, batch_size=batch_size)
        self._settings.append(command)
        for lane in self._seats:
            self._send(lane, command)

    def _set_schedule(self, schedule: str) -> None:
        if schedule == self._turns.schedule:
            return
        self._turns.schedule = schedule
        for lane in self._turns.holding:
            self._send(lane, EndTurn())
        self._say(ScheduleChanged(at=self.now(), schedule=schedule))

    def _close(self) -> None:
        """End every worker, asked first and killed a second later, and hear what they still said."""
        self._closing = True
        running = [seat for seat in self._seats.values() if seat.phase not in ENDED]
        for seat in running:
            seat.phase = "stopped"
            seat.kill(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for seat in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                seat.process.wait(max(0.0, deadline - time.monotonic()))
        for seat in self._seats.values():
            seat.kill(signal.SIGKILL)
            seat.process.wait()
        self._pipes.read_rest()
        for seat in running:
            if seat.phase not in ("finished", "crashed"):
                self._enter(seat, "stopped")
        for seat in self._seats.values():
            seat.close()
