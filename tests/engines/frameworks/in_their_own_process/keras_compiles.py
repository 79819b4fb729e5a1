"""What TensorFlow traces is seen in every mode, also in the middle of a run, and is no step."""

from __future__ import annotations

from typing import Any

import keras
import pytest
import tensorflow as tf

from engines.frameworks.engine import Compilation
from engines.frameworks.keras_compiles import KerasCompileWatch
from engines.frameworks.keras_engine import KerasEngine
from tests.engines.frameworks.one_layer import STEPS_AT_ONCE, batch, plan


class Seen:
    """An engine with its watch."""

    def __init__(self, mode: str, model: Any = None) -> None:
        self.said: list[str] = []
        self.engine = KerasEngine(plan("keras", mode, model or layer))
        self.watch = KerasCompileWatch(self.engine, self.said.append)

    def step(self, size: int = 8, steps: int = 1) -> Compilation | None:
        batches = [batch(size)] * steps
        self.watch.before(batches)
        self.engine.train(batches)
        return self.watch.after()


def layer(w: Any) -> Any:
    inputs = keras.Input((4,))
    dense = keras.layers.Dense(2)
    model = keras.Model(inputs, dense(inputs))
    dense.set_weights([w, w[0] * 0])
    return model


@pytest.mark.parametrize("mode", ["graph", "xla"])
def test_the_first_call_is_told_apart_from_tracing_and_holds_its_step(mode: str) -> None:
    seen = Seen(mode)
    done = seen.step()
    assert done is not None
    assert seen.said == ["trace", "backend"]
    assert done.backend_seconds is None, "the backend's share is not known yet"
    assert done.seconds_with_steps is not None
    assert done.trace_seconds is not None
    assert done.trace_seconds + done.seconds_with_steps == pytest.approx(done.seconds)
    assert (done.programs, done.reason) == (1, "")
    assert seen.step() is None
    assert seen.step(6) is not None, "another shape"
    assert seen.step() is None


@pytest.mark.parametrize("mode", ["loop", "xla-loop"])
def test_several_steps_are_one_program_and_fewer_are_another(mode: str) -> None:
    seen = Seen(mode)
    for steps in (STEPS_AT_ONCE, STEPS_AT_ONCE - 1):
        done = seen.step(steps=steps)
        assert done is not None
        assert seen.said == ["trace", "backend"]
        assert done.trace_seconds is not None
        assert done.seconds_with_steps is not None
        assert done.trace_seconds + done.seconds_with_steps == pytest.approx(done.seconds)
        assert (done.programs, done.reason) == (1, "")
        assert seen.step(steps=steps) is None
        seen.said.clear()
    assert seen.step(steps=1) is None, "the same program, once"
    assert seen.step(6, STEPS_AT_ONCE) is not None, "another shape"
    assert seen.step(6, STEPS_AT_ONCE) is None


def test_the_trainers_function_traces_and_compiles_in_its_first_call() -> None:
    seen = Seen("fit")
    for size in (8, 6):
        seen.said.clear()
        done = seen.step(size, STEPS_AT_ONCE)
        assert done is not None
        assert seen.said == ["trace"]
        assert done.trace_seconds is not None
        assert done.trace_seconds > 0
        assert done.seconds_with_steps is not None
        assert done.trace_seconds + done.seconds_with_steps == pytest.approx(done.seconds)
        assert (done.programs, done.reason) == (1, "")
        assert seen.step(size, STEPS_AT_ONCE) is None
    assert seen.step(8, STEPS_AT_ONCE) is None


def test_a_program_is_of_the_shapes_that_came() -> None:
    seen = Seen("graph")
    for size in (8, 6):
        seen.step(size)
        x, y = batch(size)
        program = seen.engine.programs.of(seen.engine.run_step, x, y)
        assert [one.shape for one in program.inputs[:2]] == [x.shape, y.shape]  # type: ignore[attr-defined]


def test_a_step_that_is_traced_again_in_the_middle_is_seen() -> None:
    seen = Seen("graph")
    seen.step()
    assert seen.step() is None
    seen.engine.run_step = seen.engine.step_in_mode["graph"] = tf.function(seen.engine.step)
    seen.watch.before([batch()])
    seen.engine.train([batch()])
    # Not the shape that was traced ahead: tf.function does it inside the chunk.
    seen.engine.train([batch(5)])
    done = seen.watch.after()
    assert done is not None
    assert done.programs == 2


def test_a_program_that_was_traced_before_compiles_on_its_first_call() -> None:
    seen = Seen("graph")
    inputs = [tf.TensorSpec((None, 4)), tf.TensorSpec((None,), tf.int32)]
    seen.engine.run_step = seen.engine.step_in_mode["graph"].get_concrete_function(*inputs)
    for size in (8, 5):
        done = seen.step(size)
        assert done is not None
        assert done.seconds_with_steps is not None
        assert seen.step(size) is None


def test_a_function_within_an_eager_step_that_is_traced_again_is_seen() -> None:
    class Counting(keras.Model):
        """Its inner function is traced anew for each number that it is called with."""

        def __init__(self, w: Any) -> None:
            super().__init__()
            self.dense = keras.layers.Dense(2)
            self.turn = 0
            self.scale = tf.function(lambda x, number: x * (1.0 + number))

        def call(self, x: Any) -> Any:
            self.turn += 1
            return self.scale(self.dense(x), self.turn // 2)

    model = Counting(None)
    model(tf.ones((1, 4)))
    seen = Seen("eager", lambda _: model)
    model.turn = 0
    traced = [seen.step() for _ in range(6)]
    assert [done is not None for done in traced] == [True, True, False, True, False, True]
    again = traced[3]
    assert again is not None
    assert again.trace_seconds is not None
    assert again.trace_seconds > 0
    assert again.reason == "tf.function traced again and says no reason"


def test_what_is_traced_outside_the_steps_is_not_theirs() -> None:
    seen = Seen("graph")
    seen.step()
    tf.function(lambda x: x + 1)(tf.constant(1.0))
    assert seen.step() is None
