"""What a worker does when a mode cannot be compiled, with an engine that fails as told."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from engines.commands import GiveTurn, Order, SetMode
from engines.events import (
    AnyEvent,
    Built,
    Compiled,
    CompileFailed,
    ModeChanged,
    Noted,
    Steps,
    decode_event,
)
from engines.frameworks.engine import Batch, Compilation, GivenUp, Look, Plan, Score
from engines.graph_break import GraphBreak
from engines.order import PlannedSettings, Train
from engines.recipe import LaneSpec, PlannedChange, Recipe
from engines.worker import disturbances, training
from engines.worker.event_writer import EventWriter
from engines.worker.inbox import Inbox, Interrupted
from engines.worker.training import Training

Fails = Callable[[str, int], bool]
"""Whether a mode fails at a batch size."""
Compilations = Mapping[str, Compilation]
"""Mode -> what every chunk in it compiles."""
SEVERAL = "max-autotune"
"""The mode of which these tests say that it makes several steps in one program."""
READY = np.float64
"""The type of labels that a toy engine's steps take."""


def engine_that(fails: Fails, compilations: Compilations, no_evaluation: str = "") -> type:
    """An engine class without a framework; a mode is said to compile what stands under its name.

    In the mode `no_evaluation` an evaluation does not compile; `SEVERAL` makes several steps at once.
    """

    class ToyEngine:
        version = "1"
        device_name = "toy"
        parameters = 1
        threads = None

        def __init__(self, plan: Plan) -> None:
            self.at_once = plan.steps_at_once
            self.switch(plan.mode)
            self.compilation: Compilation | None = None

        def watch_compiles(self, on_compile: Any) -> ToyWatch:
            return ToyWatch(self)

        def switch(self, mode: str) -> None:
            self.mode = mode
            self.steps_at_once = self.at_once if mode == SEVERAL else 1

        def set_learning_rate(self, rate: float) -> None:
            pass

        def ready(self, batch: Batch) -> Batch:
            x, y = batch
            return x, y.astype(READY)

        def train(self, batches: Sequence[Batch]) -> list[float]:
            assert all(y.dtype == READY for _, y in batches)
            self.compilation = compilations.get(self.mode)
            if fails(self.mode, len(batches[0][0])):
                raise RuntimeError(f"{self.mode} does not compile")
            return [1.0] * len(batches)

        def evaluate(self, pieces: Iterable[Batch]) -> list[Score]:
            if self.mode == no_evaluation:
                raise RuntimeError(f"{self.mode} does not compile")
            return [Score(1.0, 0.5) for _ in pieces]

        def look(self, x: Any) -> Look:
            return Look((len(x), 10), False)

        def entry_beyond(self, x: Any) -> None:
            return None

        def allocator_memory(self) -> None:
            return None

    return ToyEngine


class ToyWatch:
    """Sees what a toy engine says."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine

    def before(self, batches: Sequence[Batch]) -> None:
        pass

    def after(self) -> Compilation | None:
        done, self.engine.compilation = self.engine.compilation, None
        return done  # type: ignore[no-any-return]


def train(
    fails: Fails,
    *,
    mode: str = "eager",
    changes: Any = (),
    settings: Any = (),
    asked: str | None = None,
    said: list[AnyEvent] | None = None,
    compilations: Compilations = MappingProxyType({}),
    device: str = "cpu",
    no_evaluation: str = "",
) -> list[AnyEvent]:
    """The events of 20 steps of a torch lane whose modes fail as told, in `said` also after an error."""
    said = [] if said is None else said
    recipe = Recipe(
        lanes=(LaneSpec(id="torch", framework="torch", device="cpu", mode=mode),),
        workload="digits-mlp",
        optimizer="sgd",
        learning_rate=0.1,
        batch_size=8,
        steps=20,
        sync_every=5,
        changes=tuple(PlannedChange(lane="torch", step=at, mode=to) for at, to in changes),
    )
    job = Train(recipe=recipe, settings=settings)
    order = Order(who="torch", framework="torch", mode=mode, device=device, job=job)
    read, write = os.pipe()
    try:
        inbox = Inbox()
        writer = EventWriter(write, "torch", 0.0)
        lane = Training(order, job, writer, inbox, engine_that(fails, compilations, no_evaluation))
        if asked is not None:
            inbox.put(SetMode(mode=asked))
        inbox.put(GiveTurn(seconds=1e6))
        lane.run()
    finally:
        os.close(write)
        with os.fdopen(read, "rb") as lines:
            said += map(decode_event, lines)
    return said


def trained(said: list[AnyEvent]) -> int:
    """How many steps were said, which must follow one another."""
    step = 0
    for event in said:
        if isinstance(event, Steps):
            assert event.first == step + 1
            step += len(event.losses)
    return step


def falls(said: list[AnyEvent]) -> list[tuple[str, str, int]]:
    return [
        (event.mode, event.fallback, event.step)
        for event in said
        if isinstance(event, CompileFailed)
    ]


def test_threads_are_what_the_framework_says_not_what_was_asked_for() -> None:
    (built,) = [event for event in train(lambda *_: False) if isinstance(event, Built)]
    assert built.threads is None


def test_a_mode_that_fails_on_first_use_is_left_and_training_goes_on() -> None:
    said = train(lambda mode, _: mode == "compile", changes=((10, "compile"),))
    assert falls(said) == [("compile", "eager", 10)]
    assert trained(said) == 20
    assert [event.mode for event in said if isinstance(event, ModeChanged)] == ["compile", "eager"]


def test_what_a_failed_mode_spent_is_not_booked_to_the_mode_that_goes_on() -> None:
    said = train(
        lambda mode, _: mode == "compile",
        changes=((10, "compile"),),
        compilations={"compile": Compilation(seconds=2.5)},
    )
    (failed,) = [event for event in said if isinstance(event, CompileFailed)]
    assert (failed.mode, failed.seconds, failed.gave_up) == ("compile", 2.5, False)
    assert not [event for event in said if isinstance(event, Compiled)]


def test_a_function_that_is_given_up_is_said_with_the_step_and_is_no_compilation() -> None:
    given_up = GivenUp(function="forward (own.py:8)", limit=8, reason="turn == 7 does not hold")
    said = train(
        lambda *_: False,
        changes=((10, "compile"), (11, "eager")),
        compilations={"compile": Compilation(seconds=0.1, programs=0, given_up=(given_up,))},
    )
    (failed,) = [event for event in said if isinstance(event, CompileFailed)]
    assert (failed.gave_up, failed.step, failed.what) == (True, 11, "compile gave up")
    assert "forward (own.py:8) was compiled 8 times, the limit, and from step 11 on" in failed.error
    assert failed.error.endswith("turn == 7 does not hold")
    assert [event.text for event in said if isinstance(event, Noted)] == [
        f"compile gave up: {failed.error}."
    ]
    assert not [event for event in said if isinstance(event, Compiled)]
    steps = [chunk for event in said if isinstance(event, Steps) for chunk in event.chunks()]
    assert [chunk.left_out for chunk in steps if chunk.first == 11] == ["compile"]


def test_a_step_of_several_graphs_is_noted_once_a_mode_with_the_reason() -> None:
    places = (GraphBreak(where="own.py:27", times=40, reason="It prints."),)
    broken = Compilation(seconds=0.1, graphs=42, breaks=41, broken_at=places)
    whole = Compilation(seconds=0.1, graphs=1, breaks=0)
    said = train(
        lambda *_: False,
        changes=((4, "compile"), (8, "aot_eager")),
        compilations={"compile": broken, "aot_eager": whole},
    )
    assert [event.text for event in said if isinstance(event, Noted)] == [
        "A step in compile is 42 graphs, 41 breaks, most at own.py:27 (It prints)."
    ]
    compiled = next(event for event in said if isinstance(event, Compiled))
    assert (compiled.graphs, compiled.breaks, compiled.broken_at) == (42, 41, places)


def test_a_mode_whose_evaluation_fails_before_the_first_step_is_left_too() -> None:
    said = train(lambda *_: False, mode="compile", no_evaluation="compile")
    assert falls(said) == [("compile", "eager", 0)]
    assert trained(said) == 20


def test_a_key_that_meets_a_planned_change_wins_and_both_are_said() -> None:
    said = train(lambda *_: False, changes=((0, "compile"),), asked="aot_eager")
    modes = [(one.step, one.mode) for one in said if isinstance(one, ModeChanged)]
    assert modes == [(0, "compile"), (0, "aot_eager")]


def test_a_mode_that_fails_after_a_change_of_batch_size_is_left_too() -> None:
    said = train(
        lambda mode, size: mode == "compile" and size == 16,
        mode="compile",
        settings=(PlannedSettings(step=10, batch_size=16),),
    )
    assert falls(said) == [("compile", "eager", 10)]
    assert trained(said) == 20


def test_a_lane_that_is_interrupted_has_said_all_steps_that_it_did() -> None:
    count = 0

    def interrupted(*_: object) -> bool:
        nonlocal count
        count += 1
        if count == 4:
            raise Interrupted
        return False

    said: list[AnyEvent] = []
    with pytest.raises(Interrupted):
        train(interrupted, said=said)
    assert trained(said) == 11, "the steps of the turn's first three chunks"


def test_where_the_plain_mode_fails_too_the_lane_ends_with_its_error() -> None:
    with pytest.raises(RuntimeError, match="eager does not compile"):
        train(
            lambda mode, size: size == 16,
            mode="compile",
            settings=(PlannedSettings(step=10, batch_size=16),),
        )


def test_a_failure_of_a_mode_that_has_worked_is_no_matter_of_compiling() -> None:
    count = 0

    def third_time(mode: str, size: int) -> bool:
        nonlocal count
        count += 1
        return count == 3

    with pytest.raises(RuntimeError):
        train(third_time, mode="compile")


def test_a_chunk_in_which_the_process_was_stopped_is_no_sample() -> None:
    chunks = 0

    def goes_on_in_the_third(mode: str, size: int) -> bool:
        nonlocal chunks
        chunks += 1
        if chunks == 3:
            os.kill(os.getpid(), signal.SIGCONT)
        return False

    said = train(goes_on_in_the_third)
    left_out = [why for event in said if isinstance(event, Steps) for why in event.left_out]
    assert left_out[0] == "turn"
    assert left_out[2] == "suspended"
    assert left_out.count("suspended") == 1


def test_a_mode_of_several_steps_has_chunks_of_as_many_and_shorter_ones_are_no_samples() -> None:
    said = train(lambda *_: False, mode=SEVERAL, changes=((12, "eager"), (14, SEVERAL)))
    chunks = [chunk for event in said if isinstance(event, Steps) for chunk in event.chunks()]
    several = [(one.first, one.size, one.left_out) for one in chunks if not 13 <= one.first <= 14]
    assert several == [
        (1, 5, "turn"),
        (6, 5, ""),
        (11, 2, "short"),
        (15, 5, "compile"),
        (20, 1, "short"),
    ]


def test_a_mode_of_several_steps_is_left_where_only_fewer_of_them_worked() -> None:
    in_several = 0

    def fails_when_whole(mode: str, _: int) -> bool:
        nonlocal in_several
        in_several += mode == SEVERAL
        return mode == SEVERAL and in_several > 1

    said = train(
        fails_when_whole,
        changes=((8, SEVERAL),),
        settings=(PlannedSettings(step=10, learning_rate=0.05),),
    )
    assert falls(said) == [(SEVERAL, "eager", 10)]
    assert trained(said) == 20


@pytest.mark.parametrize(("device", "reason"), [("cpu", "disturbed"), ("cuda:0", "")])
def test_a_chunk_that_other_processes_disturbed_is_no_sample_on_a_cpu(
    device: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    switches, chunks = 0, 0

    def sleeps_in_the_last(mode: str, size: int) -> bool:
        nonlocal switches, chunks
        chunks += 1
        if chunks == 5:
            switches += 1
            time.sleep(0.02)
        else:
            end = time.process_time() + 0.002
            while time.process_time() < end:
                pass
        return False

    monkeypatch.setattr(training, "involuntary_switches", lambda: switches)
    monkeypatch.setattr(disturbances, "FEW", 1)
    said = train(sleeps_in_the_last, device=device)
    left_out = [why for event in said if isinstance(event, Steps) for why in event.left_out]
    assert left_out[-1] == reason
    assert left_out.count("disturbed") == (device == "cpu")
