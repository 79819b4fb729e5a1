"""The training that a worker does: turns, chunks, mode changes, evaluations, and what it says of them."""

from __future__ import annotations

import os
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from math import isfinite
from typing import Any

import numpy as np

from engines.commands import GiveTurn, Order
from engines.cores import use_cores
from engines.errors import UsageError
from engines.events import (
    Built,
    DeviceMemory,
    Evaluated,
    EvaluationCompiled,
    SettingsChanged,
    Yielded,
)
from engines.frameworks.engine import Batch, MakeEngine, Plan, Score
from engines.left_out import LeftOut
from engines.order import Train
from engines.phases import PhaseName
from engines.switches import kept
from engines.worker.alternation import TURN_SECONDS, Alternation
from engines.worker.disturbances import Disturbances, involuntary_switches
from engines.worker.evaluation import generators_kept, mean_metrics, mean_score, pieces
from engines.worker.event_writer import EventWriter
from engines.worker.inbox import Inbox
from engines.worker.mode_changes import ModeChanges
from engines.worker.model_look import look_at_model
from engines.worker.step_buffer import StepBuffer
from engines.worker.suspensions import Suspensions
from engines.worker.throttling import Throttling
from engines.worker.told_compilations import ToldCompilations
from engines.workloads.batches import BatchOrder
from engines.workloads.catalogue import load
from engines.workloads.tree import mapped

MEMORY_EVERY = 1.0
"""Seconds between two looks at the framework's allocator."""
PROBABILITIES = (
    "the model's outputs look like probabilities, but the loss takes logits: it learns, though not as "
    "well as it could; leave the softmax at its end out"
)


class Training:
    """One lane's training from building to the last step."""

    def __init__(
        self,
        order: Order,
        job: Train,
        writer: EventWriter,
        inbox: Inbox,
        make_engine: MakeEngine,
    ) -> None:
        self.lane = order.who
        self.framework = order.framework
        recipe = self.recipe = job.recipe
        self.writer = writer
        self.inbox = inbox
        writer.phase(PhaseName.BUILDING)
        workload = load(recipe.workload)
        if self.framework not in workload.models:
            raise UsageError(
                f"{workload.name} has no {self.framework}_model(weights): "
                f"choose lanes among {', '.join(workload.models)}."
            )
        # The frameworks' own generators are their engine's.
        random.seed(recipe.seed)
        np.random.seed(recipe.seed % (1 << 32))
        self.data = workload.data()
        self.batch_order = BatchOrder(len(self.data.y_train), recipe.batch_size, recipe.seed)
        self.first_of_order = 0
        """The step after which the present order of batches began."""
        self.engine = make_engine(
            Plan(
                workload=workload,
                weights=workload.initial_weights(recipe.seed),
                seed=recipe.seed,
                optimization=recipe.optimization,
                precision=recipe.precision,
                device_kind=order.device,
                mode=order.mode,
                label_smoothing=recipe.label_smoothing,
                steps_at_once=recipe.steps_at_once,
            )
        )
        batch = next(self.batches(0, 1))
        with generators_kept():
            self.look = look_at_model(self.engine, workload, self.framework, self.data, batch)
        for note in self.look.notes:
            writer.note(note)
        self.step = 0
        self.lane_seconds = 0.0
        self.buffer = StepBuffer(writer)
        self.suspensions = Suspensions()
        self.on_cpu = order.device.startswith("cpu")
        self.disturbances: defaultdict[tuple[str, int], Disturbances] = defaultdict(Disturbances)
        """By mode and batch size."""
        self.throttling = Throttling()
        self.changes = recipe.changes_of(order.who)
        self.learning_rate = recipe.learning_rate
        self.batch_size = recipe.batch_size
        self.settings = list(job.settings)
        self.modes = ModeChanges(
            self.engine, order.mode, order.framework, writer, self.say_compiling
        )
        self.compilations = ToldCompilations(writer, self.modes)
        self.alternation = Alternation()
        self.memory_at = 0.0
        self.compiling = False
        """Whether the last thing said was that a compilation goes on."""
        self.watch = self.engine.watch_compiles(self.say_compiling)
        self.off_clock = 0.0
        """Seconds of the present turn that are no lane time."""
        scores = self.evaluate(0.0)  # compiles the evaluation too, outside of any step
        if scores and all(score.probabilities for score in scores):
            writer.note(PROBABILITIES)
        use_cores(order.cores, all_threads=True)
        writer.say(
            Built(
                lane=self.lane,
                at=writer.now(),
                version=self.engine.version,
                device_name=self.engine.device_name,
                parameters=self.engine.parameters,
                threads=self.engine.threads,
                cores=order.cores,
                draws=self.look.draws,
            )
        )
        for switch in kept(os.environ, self.framework):
            writer.note(f"{switch.sentence}.")
        writer.phase(PhaseName.WAITING, "for the other lanes")

    def batches(self, first: int, count: int) -> Iterator[Batch]:
        """The batches of `count` steps after step `first`."""
        for step in range(first, first + count):
            chosen = self.batch_order.batch(step - self.first_of_order)
            yield self.engine.ready(mapped(lambda one, at=chosen: one[at], self.data.train))

    def run(self) -> None:
        """Train, turn by turn, until all steps are done; what was done is said, however it ends."""
        if self.step != self.recipe.steps:
            self.writer.say(Yielded(lane=self.lane, at=self.writer.now()))
        try:
            while self.step != self.recipe.steps:
                self.take_turn(self.inbox.wait_for_turn())
                if self.step != self.recipe.steps:
                    self.writer.say(Yielded(lane=self.lane, at=self.writer.now()))
        finally:
            self.buffer.flush()
            self.compilations.end_waiting()
        self.writer.phase(PhaseName.FINISHED)

    def take_turn(self, turn: GiveTurn) -> None:
        """Train for about `turn.seconds`, and for two chunks at least: the first is no sample."""
        began = time.perf_counter()
        lane_before = self.lane_seconds
        self.off_clock = 0.0

        def lane_now() -> float:
            return lane_before + time.perf_counter() - began - self.off_clock

        chunks = 0
        size = 1
        why: str = LeftOut.TURN
        alternate, turn_seconds = self.begin_turn(turn)
        while self.step != self.recipe.steps:
            left = turn_seconds - (time.perf_counter() - began)
            if (chunks >= 2 and left <= 0) or (chunks >= 1 and self.inbox.turn_over):
                break
            if self.change_mode(alternate):
                size, why = 1, LeftOut.COMPILE
            alternate = None
            if self.change_settings():
                size, why = 1, LeftOut.TURN
            count = min(max(size, self.engine.steps_at_once), self.steps_to_boundary())
            batches = list(self.batches(self.step, count))
            seconds = self.run_chunk(batches, why, turn.shared, lane_now)
            chunks += 1
            why = ""
            fitting = int((turn_seconds - (time.perf_counter() - began)) / (seconds / count))
            size = max(1, min(self.recipe.sync_every, fitting))
            if self.step % self.recipe.evaluate_every == 0 or self.step == self.recipe.steps:
                self.evaluate(lane_now())
            self.look_at_memory()
        self.lane_seconds = lane_now()
        self.buffer.flush()

    def steps_to_boundary(self) -> int:
        """Steps until something else is to be done: a planned change, an evaluation, the end."""
        stops = [self.recipe.evaluate_every - self.step % self.recipe.evaluate_every]
        stops += [at - self.step for at in self.changes if at > self.step]
        stops += [one.step - self.step for one in self.settings if one.step > self.step]
        if self.recipe.steps is not None:
            stops.append(self.recipe.steps - self.step)
        return min(stops)

    def run_chunk(self, batches: list[Batch], why: str, shared: bool, lane_now: Any) -> float:
        """Train on `batches`; returns the wall seconds that they took, synchronised."""
        suspensions, throttled = self.suspensions.count, self.throttling.count
        try:
            self.watch.before(batches)
            switches = involuntary_switches()
            began, cpu = time.perf_counter(), time.process_time()
            losses = self.engine.train(batches)
        except Exception as error:
            self.buffer.flush()
            self.compilations.end_waiting()
            # What was spent on the mode that failed is its own, not that of the one it goes on in.
            spent = self.watch.after()
            if not self.modes.fall_back(error, self.step, spent.seconds if spent else None):
                raise
            self.alternation.stop()
            return self.run_chunk(batches, LeftOut.COMPILE, shared, lane_now)
        seconds = time.perf_counter() - began
        cpu_seconds = time.process_time() - cpu
        compilation = self.watch.after()
        if compilation is not None:
            why = LeftOut.COMPILE
        elif self.suspensions.count != suspensions:
            why = LeftOut.SUSPENDED
        elif self.throttling.count != throttled:
            why = LeftOut.THROTTLED
        elif len(batches) < self.engine.steps_at_once:
            why = LeftOut.SHORT
        elif shared:
            why = why or LeftOut.CONTENDED
        elif not why and self.on_cpu:
            switched = involuntary_switches() > switches
            if self.was_disturbed(seconds, cpu_seconds, switched=switched):
                why = LeftOut.DISTURBED
        self.buffer.add(
            first=self.step + 1,
            losses=losses,
            seconds=seconds,
            cpu_seconds=cpu_seconds,
            lane_end=lane_now(),
            left_out=why,
        )
        self.modes.trained(whole=len(batches) >= self.engine.steps_at_once)
        self.step += len(batches)
        if compilation is not None:
            self.buffer.flush()
            self.compilations.add(compilation, len(batches), self.step)
        else:
            self.compilations.trained(seconds, len(batches), clean=not why)
        if self.compiling:
            self.compiling = False
            self.writer.phase(PhaseName.TRAINING)
        return seconds

    def was_disturbed(self, seconds: float, cpu_seconds: float, *, switched: bool) -> bool:
        """Whether a chunk is no sample because other processes had the lane's cores."""
        judge = self.disturbances[self.modes.mode, self.batch_size]
        disturbed = judge.leave_out(seconds, cpu_seconds, switched=switched)
        if text := judge.to_say():
            self.writer.note(text)
        return disturbed

    def say_compiling(self, part: str) -> None:
        """Say which part of a compilation begins."""
        self.compiling = True
        self.writer.phase(PhaseName.COMPILING, part)

    def begin_turn(self, turn: GiveTurn) -> tuple[str | None, float]:
        """The mode of this turn, where two of them alternate, and how many seconds it has."""
        asked = self.inbox.take_alternation()
        if asked is not None:
            self.alternation.begin(asked, self.modes.mode)
        mode = self.alternation.turn()
        return mode, turn.seconds if mode is None else min(turn.seconds, TURN_SECONDS)

    def change_mode(self, alternate: str | None) -> bool:
        """Switch to the mode that was planned or asked for, or to that of this turn; returns whether
        there was another one."""
        planned, asked = self.changes.pop(self.step, None), self.inbox.take_mode()
        if planned or asked:
            self.alternation.stop()
            self.buffer.flush()
            self.compilations.end_waiting()
        elif alternate:
            self.buffer.flush()
            self.compilations.end_waiting()
            return self.modes.alternate(self.step, alternate)
        return self.modes.change(self.step, planned, asked)

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
                epoch = self.batch_order.epoch(self.step - self.first_of_order) + 1
                self.first_of_order = self.step
                self.batch_order = BatchOrder(
                    len(self.data.y_train), one.batch_size, self.recipe.seed, epoch
                )
                self.modes.batch_size_changed(one.batch_size)
        if due:
            self.buffer.flush()
            self.compilations.end_waiting()
            self.writer.say(
                SettingsChanged(
                    lane=self.lane,
                    at=self.writer.now(),
                    learning_rate=self.learning_rate,
                    batch_size=self.batch_size,
                    step=self.step,
                )
            )
        return bool(due)

    def evaluate(self, lane_seconds: float) -> list[Score]:
        """Say loss and accuracy on the test split; what it takes is no lane time."""
        began = time.perf_counter()
        size = self.recipe.evaluate_batch or self.batch_size
        self.watch.after()  # what was compiled before is no evaluation's
        batches, counted = pieces(*self.data.test, size)
        try:
            with generators_kept():
                scores = self.engine.evaluate(batches) if batches else []
        except Exception as error:
            self.buffer.flush()
            if not self.modes.fall_back(error, self.step):
                raise
            return self.evaluate(lane_seconds)  # in another mode
        compilation = self.watch.after()
        seconds = time.perf_counter() - began
        self.off_clock += seconds
        self.buffer.flush()
        if compilation is not None and compilation.programs:
            self.writer.say(
                EvaluationCompiled(
                    lane=self.lane,
                    at=self.writer.now(),
                    mode=self.modes.mode,
                    step=self.step,
                    seconds=compilation.seconds - (compilation.seconds_with_steps or 0.0),
                    programs=compilation.programs,
                )
            )
        loss, accuracy = mean_score(scores, counted)
        metrics = mean_metrics(scores, counted)
        accuracy = metrics.pop("accuracy", accuracy)
        if loss is None:
            return scores  # no label counts: nothing was evaluated
        if not isfinite(loss):
            self.buffer.say_diverged("test loss", loss, self.step)
        self.writer.say(
            Evaluated(
                lane=self.lane,
                at=self.writer.now(),
                step=self.step,
                loss=loss,
                accuracy=accuracy,
                metrics=metrics,
                lane_seconds=round(lane_seconds, 6),
                seconds=round(seconds, 6),
            )
        )
        return scores

    def look_at_memory(self) -> None:
        """Say what the framework's allocator holds, at most once a second."""
        now = time.perf_counter()
        if now - self.memory_at < MEMORY_EVERY:
            return
        self.memory_at = now
        memory = self.engine.allocator_memory()
        if memory is not None:
            self.writer.say(
                DeviceMemory(
                    lane=self.lane,
                    at=self.writer.now(),
                    used=memory.used,
                    peak=memory.peak,
                    reserved=memory.reserved,
                )
            )
