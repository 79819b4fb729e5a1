"""What is known of one lane: the fold of its events since its worker was last started."""

from __future__ import annotations

from collections import Counter, deque
from math import isnan, nan
from typing import ClassVar

import numpy as np

from engines.events import (
    Built,
    Compiled,
    CompileFailed,
    Evaluated,
    EvaluationCompiled,
    ModeChanged,
    SettingsChanged,
    Steps,
)
from engines.left_out import LASTING, LeftOut
from engines.phases import PhaseName
from engines.progress import LaneProgress
from engines.recipe import LaneSpec
from engines.run.parity import RecentLosses
from engines.run.series import Series
from engines.run.spread import Spread, weighed_quantile
from engines.run.turning_up import TurningUp
from engines.run.worker_state import Folds, WorkerState
from engines.step_arrays import step_arrays

RECENT = 40
RECENT_CHUNKS = 200
STALE = 2.0
"""Seconds of wall time without a sample after which the recent figures are none of now."""


class LaneState(WorkerState):
    """All that is known of a worker that trains: its model, losses, step times, modes."""

    progress: LaneProgress

    def __init__(self, spec: LaneSpec, progress: LaneProgress) -> None:
        super().__init__(spec.id, spec.framework, progress)
        self.version = ""
        self.device_name = ""
        self.parameters: int | None = None
        self.threads: int | None = None
        self.cores: tuple[int, ...] = ()
        self.draws: bool | None = None
        """Whether its steps draw random numbers, in its framework's own way."""
        self.evaluation_compiles = 0
        """Programs that were compiled for evaluations."""
        self.evaluation_compile_seconds = 0.0

        self.lane_seconds = 0.0
        self.wall = 0.0
        """`at` of the last step."""
        self.seconds_to_first_step: float | None = None
        """Importing and building plus the lane time up to the first loss; waiting is left out."""
        self.first_loss: float | None = None
        self.last_loss: float | None = None
        """None before the first step, and where it is not finite."""
        self.not_finite_from: int | None = None
        """The first step whose loss was not finite; `loss.bad` is how many there were."""
        self.losses = RecentLosses()
        self.loss = Series()
        self.step_seconds = Series()
        """Clean samples only, one a chunk."""
        self.throughput = Series()
        """Examples a second, from the same samples."""
        self.spreads: dict[str, Spread] = {}
        """Mode -> how its clean step times at the present batch size are spread."""
        self.cpu_spreads: dict[str, Spread] = {}
        """The same of CPU seconds a step."""
        self.recent: deque[float] = deque(maxlen=RECENT)
        """The last clean step times in this mode."""
        self.recent_counts: deque[float] = deque(maxlen=RECENT)
        """The steps of each of them."""
        self.left_out: Counter[str] = Counter()
        """Reason -> chunks that are no samples of step time."""
        self.cpu_seconds_recent: deque[float] = deque(maxlen=RECENT)
        """CPU seconds per step of the last clean chunks in this mode."""
        self.disturbed_recent: deque[float] = deque(maxlen=RECENT_CHUNKS)
        """Of the last chunks that are samples or would be, 1 for each that was disturbed, else 0."""
        self.sampled_at = 0.0
        """`at` of the last clean sample."""
        self.unsampled: Counter[str] = Counter()
        """Reason -> chunks left out since the last clean sample."""

        self.batch_size_since = 0
        """The step after which the present batch size holds."""
        self.compiles: list[Compiled] = []
        self.compile_failures: list[CompileFailed] = []
        self.mode_changes: list[ModeChanged] = []
        self.setting_changes: list[SettingsChanged] = []
        self.accuracy = Series()
        self.last_evaluation: Evaluated | None = None
        self.test_course = TurningUp()

    @property
    def step(self) -> int:
        """The last step."""
        return self.progress.step

    @property
    def mode(self) -> str:
        """The mode in which it trains now."""
        return self.progress.mode

    @property
    def gave_up(self) -> bool:
        """Whether a function of the present mode is compiled no more."""
        return any(one.gave_up and one.mode == self.mode for one in self.compile_failures)

    @property
    def mode_label(self) -> str:
        """The mode as a person must know it; what is timed in it stands under this name."""
        return f"{self.mode} (gave up)" if self.gave_up else self.mode

    @property
    def in_graphs(self) -> Compiled | None:
        """Of the present mode, the compilation with the most graphs and breaks: the later ones are
        mostly of parts. None where its framework tells of no graphs."""
        told = [one for one in self.compiles if one.mode == self.mode and one.graphs is not None]
        return max(told, key=lambda one: (one.graphs or 0) + (one.breaks or 0), default=None)

    @property
    def learning_rate(self) -> float:
        """The learning rate with which it trains now."""
        return self.progress.learning_rate

    @property
    def batch_size(self) -> int:
        """The batch size with which it trains now."""
        return self.progress.batch_size

    @property
    def loss_now(self) -> float | None:
        """The last loss, NaN where it is not finite; None before the first step."""
        return nan if self.last_loss is None and self.step else self.last_loss

    @property
    def test_loss(self) -> float | None:
        """The last loss on the test split, NaN where it is not finite; None where there is none."""
        if self.last_evaluation is None:
            return None
        loss = self.last_evaluation.loss
        return nan if loss is None else loss

    @property
    def diverged(self) -> bool:
        """Whether a loss was not finite, in training or in the last evaluation."""
        test_loss = self.test_loss
        return self.not_finite_from is not None or (test_loss is not None and isnan(test_loss))

    @property
    def recent_step_seconds(self) -> float | None:
        """Median of the last clean samples in the present mode, weighed by their steps."""
        return self.recent_quantile(0.5)

    def recent_quantile(self, q: float) -> float | None:
        """The step of rank q of the last clean samples in the present mode."""
        return weighed_quantile(self.recent, self.recent_counts, q)

    @property
    def recent_cpu_seconds(self) -> float | None:
        """Median CPU seconds a step of the last clean samples in the present mode."""
        return weighed_quantile(self.cpu_seconds_recent, self.recent_counts, 0.5)

    @property
    def disturbed(self) -> float:
        """Share of its last chunks that are no samples because other processes had its cores."""
        known = self.disturbed_recent
        return sum(known) / len(known) if known else 0.0

    @property
    def untimed(self) -> str:
        """Why no step time of now is known, in a word of `engines.left_out`; empty if one is.

        Lanes that share a device have no sample for as long as they do so; `recent` is older then.
        """
        if self.unsampled[LeftOut.CONTENDED]:
            return str(LeftOut.CONTENDED)
        lasting = [reason for reason in LASTING if self.unsampled[reason]]
        if not lasting or self.wall - self.sampled_at < STALE:
            return ""
        return str(max(lasting, key=lambda reason: self.unsampled[reason]))

    @property
    def spread(self) -> Spread | None:
        """The clean step times of the present mode, None before the first."""
        return self.spreads.get(self.mode_label)

    @property
    def compile_seconds(self) -> float:
        """All seconds spent compiling so far."""
        return sum(compiled.seconds for compiled in self.compiles)

    def _fold_evaluation(self, event: Evaluated) -> None:
        self.last_evaluation = event
        self.test_course.hear(event.loss, event.step)
        if event.accuracy is not None:
            x = ([event.step], [event.lane_seconds], [event.at])
            self.accuracy.append(*x, [event.accuracy])

    def _fold_built(self, event: Built) -> None:
        self.version = event.version
        self.device_name = event.device_name
        self.parameters = event.parameters
        self.threads = event.threads
        self.cores = event.cores
        self.draws = event.draws
        # What data() held for a moment, such as the float64 numbers that it made float32 of, would
        # stand as the peak of the training.
        self.peaks_are_of_before = True

    def _fold_evaluation_compilation(self, event: EvaluationCompiled) -> None:
        self.evaluation_compiles += event.programs
        self.evaluation_compile_seconds += event.seconds

    def _fold_compilation(self, event: Compiled) -> None:
        self.compiles.append(event)

    def _fold_failure(self, event: CompileFailed) -> None:
        self.compile_failures.append(event)
        if event.gave_up:
            self._forget_recent()

    def _fold_mode(self, event: ModeChanged) -> None:
        self.mode_changes.append(event)
        self._forget_recent()

    def _fold_settings(self, event: SettingsChanged) -> None:
        self.setting_changes.append(event)
        if event.batch_size != self.batch_size:
            # Step times of other batch sizes are other quantities.
            self.batch_size_since = event.step
            self.spreads.clear()
            self.cpu_spreads.clear()
            self._forget_recent()

    def _forget_recent(self) -> None:
        self.recent.clear()
        self.recent_counts.clear()
        self.cpu_seconds_recent.clear()
        self.disturbed_recent.clear()

    def _hear_steps(self, event: Steps) -> None:
        """Only what other events meet with; the rest is for `fold_steps`."""
        if self.step == 0:
            self.first_loss = event.losses[0]
            self.seconds_to_first_step = (
                self.phase_seconds.get(PhaseName.IMPORTING, 0.0)
                + self.phase_seconds.get(PhaseName.BUILDING, 0.0)
                + next(event.chunks()).lane_at(event.first)
            )
        self.last_loss = event.losses[-1]
        self.lane_seconds = event.lane_ends[-1]
        self.wall = event.ends[-1]
        # None becomes NaN.
        losses = np.array(event.losses, dtype=np.float64)
        self.losses.append(losses)
        if self.not_finite_from is None:
            finite = np.isfinite(losses)
            if not finite.all():
                self.not_finite_from = event.first + int(finite.argmin())

    def fold_steps(self, events: list[Steps]) -> None:
        """Fold what of several events' steps may wait, all at once."""
        told = step_arrays(events)
        self.loss.append(told.steps, told.lane_at, told.wall_at, told.losses)
        self.left_out.update(filter(None, told.left_out))
        clean = told.clean
        first_since = 0
        if clean.any():
            first_since = int(np.flatnonzero(clean)[-1]) + 1
            self.sampled_at = float(told.ends[first_since - 1])
            self.unsampled.clear()
            samples = told.step_seconds[clean]
            x = (told.lasts[clean], told.lane_ends[clean], told.ends[clean])
            self.step_seconds.append(*x, samples)
            self.throughput.append(*x, self.batch_size / samples)
            label, counts = self.mode_label, told.counts[clean]
            if label not in self.spreads:
                self.spreads[label], self.cpu_spreads[label] = Spread(), Spread()
            self.spreads[label].add(samples, counts)
            self.cpu_spreads[label].add(told.cpu_step_seconds[clean], counts)
            self.recent.extend(samples[-RECENT:].tolist())
            self.recent_counts.extend(counts[-RECENT:].astype(np.float64).tolist())
            self.cpu_seconds_recent.extend(told.cpu_step_seconds[clean][-RECENT:].tolist())
        self.unsampled.update(told.left_out[first_since:])
        self.disturbed_recent.extend(
            float(why == LeftOut.DISTURBED)
            for why in told.left_out
            if why in ("", LeftOut.DISTURBED)
        )

    def _moment(self, at: float) -> tuple[list[float], list[float], list[float]]:
        return [self.step], [self.lane_seconds], [at]

    FOLDS: ClassVar[Folds] = {
        **WorkerState.FOLDS,
        Steps: _hear_steps,
        Evaluated: _fold_evaluation,
        EvaluationCompiled: _fold_evaluation_compilation,
        Built: _fold_built,
        Compiled: _fold_compilation,
        CompileFailed: _fold_failure,
        ModeChanged: _fold_mode,
        SettingsChanged: _fold_settings,
    }
