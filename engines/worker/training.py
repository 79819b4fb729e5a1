"""The training that a worker does: turns, chunks, mode changes, evaluations, and what it says of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from engines.cores import use_cores
from engines.errors import UsageError
from engines.events import (
    Built,
    Compiled,
    CompileFailed,
    DeviceMemory,
    Evaluated,
    GiveTurn,
    ModeChanged,
    SettingsChanged,
    Yielded,
)
from engines.frameworks.engine import Batch, Compilation, Plan
from engines.lane import PLAIN_MODE
from engines.left_out import LeftOut
from engines.order import WorkerPlan
from engines.phases import PhaseName
from engines.worker.event_writer import Voice
from engines.worker.explain import explain
from engines.worker.inbox import Inbox
from engines.worker.step_buffer import StepBuffer
from engines.worker.suspensions import Suspensions
from engines.workloads.batches import Schedule
from engines.workloads.catalogue import load
from engines.workloads.examine import model_mistake

MEMORY_EVERY = 1.0
"""Seconds between two looks at the framework's allocator."""


class Training:
    """One lane's training from building to the last step.

    `engine_class(plan)` makes an `Engine`, `watch_class(on_compile)` its `CompileWatch`.
    """

    def __init__(
        self, plan: WorkerPlan, voice: Voice, inbox: Inbox, engine_class: Any, watch_class: Any
    ) -> None:
        self.plan = plan
        self.voice = voice
        self.inbox = inbox
        voice.phase(PhaseName.BUILDING)
        workload = load(plan.workload)
        if plan.framework not in workload.models:
            raise UsageError(
                f"{workload.name} has no {plan.framework}_model(weights): "
                f"choose lanes among {', '.join(workload.models)}."
            )
        self.data = workload.data()
        self.schedule = Schedule(len(self.data.x_train), plan.batch_size, plan.seed)
        self.first_of_schedule = 0
        """The step after which the present schedule began."""
        self.engine = engine_class(
            Plan(
                workload=workload,
                weights=workload.initial_weights(plan.seed),
                optimizer=plan.optimizer,
                learning_rate=plan.learning_rate,
                precision=plan.precision,
                device_kind=plan.device_kind,
                mode=plan.mode,
            )
        )
        self._check_model(workload)
        self.mode = plan.mode
        self.previous = PLAIN_MODE[plan.framework]
        """The mode to fall back to."""
        self.step = 0
        self.lane_seconds = 0.0
        self.buffer = StepBuffer(voice)
        self.suspensions = Suspensions()
        self.changes = dict(plan.changes)
        self.learning_rate = plan.learning_rate
        self.batch_size = plan.batch_size
        self.settings = list(plan.settings)
        self.modes_used: set[str] = set()
        self.modes_good: set[str] = set()
        """Those that trained at the present batch size: the others may still fail to compile."""
        self.modes_failed: set[str] = set()
        """Those that failed at the present batch size."""
        self.reason = f"first use of {plan.mode}"
        self.memory_at = 0.0
        self.evaluate(0.0)  # compiles the evaluation too, outside of any step
        self.compiling = False
        """Whether the last thing said was that a compilation goes on."""
        self.watch = watch_class(self.say_compiling)
        use_cores(plan.cores, all_threads=True)
        voice.say(
            Built(
                lane=plan.lane,
                at=voice.now(),
                version=self.engine.version,
                device_name=self.engine.device_name,
                parameters=self.engine.parameters,
                threads=self.engine.threads,
                cores=plan.cores,
            )
        )
        voice.phase(PhaseName.WAITING, "for the other lanes")

    def _check_model(self, workload: Any) -> None:
        x, y = next(self.batches(0, 1))
        returned = self.engine.logits_shape(x)
        highest = int(self.data.y_train.max()) if workload.loss == "cross_entropy" else None
        mistake = model_mistake(workload, self.plan.framework, returned, x.shape, y, highest)
        if mistake:
            raise UsageError(mistake)

    def batches(self, first: int, count: int) -> Iterator[Batch]:
        """The batches of `count` steps after step `first`."""
        for step in range(first, first + count):
            chosen = self.schedule.batch(step - self.first_of_schedule)
            yield self.data.x_train[chosen], self.data.y_train[chosen]

    def run(self) -> None:
        """Train, turn by turn, until all steps are done."""
        while self.step != self.plan.steps:
            self.take_turn(self.inbox.wait_for_turn())
            if self.step != self.plan.steps:
                self.voice.say(Yielded(lane=self.plan.lane, at=self.voice.now()))
        self.voice.phase(PhaseName.FINISHED)

    def take_turn(self, turn: GiveTurn) -> None:
        """Train for about `turn.seconds`, and for two chunks at least: the first is no sample."""
        began = time.perf_counter()
        lane_before = self.lane_seconds

        def lane_now() -> float:
            return lane_before + time.perf_counter() - began

        chunks = 0
        size = 1
        why: str = LeftOut.TURN
        while self.step != self.plan.steps:
            left = turn.seconds - (time.perf_counter() - began)
            if (chunks >= 2 and left <= 0) or (chunks >= 1 and self.inbox.turn_over):
                break
            if self.change_mode():
                size, why = 1, LeftOut.COMPILE
            if self.change_settings():
                size, why = 1, LeftOut.TURN
            count = min(size, self.steps_to_boundary())
            batches = list(self.batches(self.step, count))
            seconds = self.run_chunk(batches, why, turn.shared, lane_now)
            chunks += 1
            why = ""
            fitting = int((turn.seconds - (time.perf_counter() - began)) / (seconds / count))
            size = max(1, min(self.plan.sync_every, fitting))
            if self.step % self.plan.evaluate_every == 0 or self.step == self.plan.steps:
                self.evaluate(lane_now())
            self.look_at_memory()
        self.lane_seconds = lane_now()
        self.buffer.flush()

    def steps_to_boundary(self) -> int:
        """Steps until something else is to be done: a planned change, an evaluation, the end."""
        stops = [self.plan.evaluate_every - self.step % self.plan.evaluate_every]
        stops += [at - self.step for at in self.changes if at > self.step]
        stops += [one.step - self.step for one in self.settings if one.step > self.step]
        if self.plan.steps is not None:
            stops.append(self.plan.steps - self.step)
        return min(stops)

    def run_chunk(self, batches: list[Batch], why: str, shared: bool, lane_now: Any) -> float:
        """Train on `batches`; returns the wall seconds that they took, synchronised."""
        suspensions = self.suspensions.count
        try:
            self.watch.before(self.engine, batches[0])
            began, cpu = time.perf_counter(), time.process_time()
            losses = self.engine.train(batches)
        except Exception as error:
            if not self.fall_back(error):
                raise
            return self.run_chunk(batches, LeftOut.COMPILE, shared, lane_now)
        seconds = time.perf_counter() - began
        cpu_seconds = time.process_time() - cpu
        compilation = self.watch.after(self.engine)
        if compilation is not None:
            why = LeftOut.COMPILE
        elif self.suspensions.count != suspensions:
            why = LeftOut.SUSPENDED
        self.buffer.add(
            first=self.step + 1,
            losses=losses,
            seconds=seconds,
            cpu_seconds=cpu_seconds,
            lane_end=lane_now(),
            left_out=why or (LeftOut.CONTENDED if shared else ""),
        )
        self.modes_used.add(self.mode)
        self.modes_good.add(self.mode)
        self.step += len(batches)
        if compilation is not None:
            self.say_compiled(compilation)
        if self.compiling:
            self.compiling = False
            self.voice.phase(PhaseName.TRAINING)
        return seconds

    def say_compiling(self, part: str) -> None:
        """Say which part of a compilation begins."""
        self.compiling = True
        self.voice.phase(PhaseName.COMPILING, part)

    def say_compiled(self, compilation: Compilation) -> None:
        """Say what was compiled, and that training goes on."""
        self.buffer.flush()
        self.voice.say(
            Compiled(
                lane=self.plan.lane,
                at=self.voice.now(),
                mode=self.mode,
                step=self.step,
                seconds=compilation.seconds,
                trace_seconds=compilation.trace_seconds,
                lower_seconds=compilation.lower_seconds,
                backend_seconds=compilation.backend_seconds,
                cached=compilation.cached,
                programs=compilation.programs,
                reason=compilation.reason or self.reason or "new shapes or types",
            )
        )
        self.reason = ""

    def change_mode(self) -> bool:
        """Switch to the mode that was planned or asked for; returns whether there was one."""
        wanted = self.inbox.take_mode()
        wanted = self.changes.pop(self.step, None) or wanted
        if wanted is None or wanted == self.mode:
            return False
        self.switch(wanted)
        return True

    def change_settings(self) -> bool:
        """Take on the learning rate and batch size that are due; returns whether any were."""
        self.settings += self.inbox.take_settings()
        due = [one for one in self.settings if one.step <= self.step]
        self.settings = [one for one in self.settings if one.step > self.step]
        for one in due:
            if one.learning_rate is not None:
                self.learning_rate = one.learning_rate
                self.engine.set_learning_rate(one.learning_rate)
            if one.batch_size is not None and one.batch_size != self.batch_size:
                self.batch_size = one.batch_size
                self.modes_good.clear()
                self.modes_failed.clear()
                epoch = self.schedule.epoch(self.step - self.first_of_schedule) + 1
                self.first_of_schedule = self.step
                self.schedule = Schedule(
                    len(self.data.x_train), one.batch_size, self.plan.seed, epoch
                )
                self.reason = f"batch size {one.batch_size}"
        if due:
            self.buffer.flush()
            self.voice.say(
                SettingsChanged(
                    lane=self.plan.lane,
                    at=self.voice.now(),
                    learning_rate=self.learning_rate,
                    batch_size=self.batch_size,
                    step=self.step,
                )
            )
        return bool(due)

    def switch(self, mode: str) -> None:
        """Go on in `mode`; nothing that was learnt is lost."""
        if mode not in self.modes_used:
            # The first torch.compile imports its compiler, which takes seconds.
            self.say_compiling("loading the compiler")
        began = time.perf_counter()
        self.engine.switch(mode)
        seconds = time.perf_counter() - began
        self.buffer.flush()
        if self.mode in self.modes_used:
            self.previous = self.mode
        previous, self.mode = self.mode, mode
        self.reason = "" if mode in self.modes_used else f"first use of {mode}"
        self.voice.say(
            ModeChanged(
                lane=self.plan.lane,
                at=self.voice.now(),
                mode=mode,
                previous=previous,
                step=self.step,
                seconds=seconds,
            )
        )

    def fall_back(self, error: Exception) -> bool:
        """Leave a mode that failed on its first chunk at this batch size; says why.

        Returns False where the mode has worked already, or no other is left to try.
        """
        failed = self.mode
        self.modes_failed.add(failed)
        rest = [self.previous, PLAIN_MODE[self.plan.framework]]
        fallback = next((mode for mode in rest if mode not in self.modes_failed), None)
        if failed in self.modes_good or fallback is None:
            return False
        import traceback

        traceback.print_exc()
        self.buffer.flush()
        self.voice.say(
            CompileFailed(
                lane=self.plan.lane,
                at=self.voice.now(),
                mode=failed,
                fallback=fallback,
                step=self.step,
                error=explain(error),
            )
        )
        self.switch(fallback)
        return True

    def evaluate(self, lane_seconds: float) -> None:
        """Say loss and accuracy on the test split."""
        loss, accuracy = self.engine.evaluate(self.data.x_test, self.data.y_test)
        self.buffer.flush()
        self.voice.say(
            Evaluated(
                lane=self.plan.lane,
                at=self.voice.now(),
                step=self.step,
                loss=loss,
                accuracy=accuracy,
                lane_seconds=round(lane_seconds, 6),
            )
        )

    def look_at_memory(self) -> None:
        """Say what the framework's allocator holds, at most once a second."""
        now = time.perf_counter()
        if now - self.memory_at < MEMORY_EVERY:
            return
        self.memory_at = now
        memory = self.engine.allocator_memory()
        if memory is not None:
            self.voice.say(
                DeviceMemory(
                    lane=self.plan.lane,
                    at=self.voice.now(),
                    used=memory.used,
                    peak=memory.peak,
                    reserved=memory.reserved,
                )
            )
