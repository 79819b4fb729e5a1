"""Several steps in one program of Keras: the same work as one by one, in every kind of model."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from engines.frameworks.engine import Unavailable
from engines.frameworks.keras_engine import KerasEngine
from engines.optimization import Optimization
from tests.engines.frameworks.models import AT_ONCE, Bench, keras_state
from tests.engines.frameworks.one_layer import STEPS_AT_ONCE, batch, plan

CASES = [
    ("loop", "tied", "adamw"),  # an embedding; labels that do not count
    ("loop", "dropout", "sgd"),  # draws: of the same generators, in the same order
    ("xla-loop", "told_its_mode", "adamw"),  # another loss; a count of batches
    ("fit", "tied", "adamw"),
    ("fit", "dropout", "sgd"),
]
"""A mode, a model of `tests/workloads` and an optimizer."""


def chunks(bench: Bench) -> list[Any]:
    """Two whole ones, and one that is short."""
    return [bench.batches[:AT_ONCE], bench.batches[AT_ONCE : 2 * AT_ONCE], bench.batches[-3:]]


def trained(bench: Bench, engine: Any) -> tuple[list[float], Any, list[Any]]:
    """Losses, what the model is worth afterwards, and all that it and its optimizer hold."""
    losses = [loss for chunk in chunks(bench) for loss in engine.train(chunk)]
    held = [one.numpy() for one in (*engine.model.variables, *engine.optimizer.variables)]
    return losses, bench.test(engine), held


@cache
def one_by_one(model: str, optimizer: str) -> tuple[list[float], Any, list[Any]]:
    bench = Bench("keras", KerasEngine, model)
    return trained(bench, bench.engine(optimizer))


@pytest.mark.parametrize(("mode", "model", "optimizer"), CASES)
def test_losses_and_state_are_those_of_one_by_one(mode: str, model: str, optimizer: str) -> None:
    bench = Bench("keras", KerasEngine, model)
    engine = bench.engine(optimizer, mode=mode)
    assert engine.steps_at_once == AT_ONCE
    losses, test, held = trained(bench, engine)
    expected, expected_test, expected_held = one_by_one(model, optimizer)
    assert losses == pytest.approx(expected, abs=1e-5)
    assert test == pytest.approx(expected_test, abs=1e-5)
    for one, other in zip(held, expected_held, strict=True):
        assert np.abs(one - other).max() < 1e-4
    before = keras_state(engine)
    bench.test(engine)
    assert keras_state(engine) == before


@pytest.mark.parametrize("mode", ["loop", "xla-loop"])
def test_a_model_that_branches_does_so_in_each_step(mode: str) -> None:
    class Branching(keras.Model):
        """What it returns depends on the sign of what it is given."""

        def __init__(self, w: Any) -> None:
            super().__init__()
            self.dense = keras.layers.Dense(2)
            self.dense.build((None, 4))
            self.dense.set_weights([w, w[0] * 0])
            self.built = True

        def call(self, x: Any) -> Any:
            y = self.dense(x)
            return tf.cond(tf.reduce_sum(x) > 0, lambda: 2 * y, lambda: -y)

    plain = KerasEngine(plan("keras", "graph", Branching))
    several = KerasEngine(plan("keras", mode, Branching))
    x, y = batch()
    both = [(x, y), (-x, y)] * (STEPS_AT_ONCE // 2)
    assert several.train(both) == pytest.approx(plain.train(both), rel=1e-5)


def dense(w: Any, **told: Any) -> Any:
    layer = keras.layers.Dense(2, **told)
    model = keras.Sequential([keras.Input((4,)), layer])
    layer.set_weights([w, w[0] * 0])
    return model


def penalised(w: Any) -> Any:
    return dense(w, kernel_regularizer=keras.regularizers.L2(0.1))


def constrained(w: Any) -> Any:
    return dense(w, kernel_constraint=keras.constraints.MaxNorm(0.5))


def normalised(w: Any) -> Any:
    model = dense(w)
    return keras.Sequential([keras.Input((4,)), model, keras.layers.BatchNormalization()])


def masked(w: Any) -> Any:
    """Of its two positions the second is masked: Keras' own losses would leave it out."""
    inputs = keras.Input((2, 4))
    masking, layer = keras.layers.Masking(), keras.layers.Dense(2)
    model = keras.Model(inputs, layer(masking(inputs)))
    layer.set_weights([w, w[0] * 0])
    return model


def compiled(w: Any) -> Any:
    model = dense(w)
    model.compile("adam", "mse", metrics=["accuracy"], run_eagerly=True)
    return model


@pytest.mark.parametrize("mode", ["loop", "fit"])
def test_a_change_of_mode_or_learning_rate_goes_on_with_everything(mode: str) -> None:
    asked = Optimization(optimizer="adamw", learning_rate=0.01, weight_decay=0.01)
    plain, changing = (
        KerasEngine(replace(plan("keras", "graph", dense), optimization=asked)) for _ in range(2)
    )
    expected, found = [], []
    for number in range(4):
        x, y = batch()
        chunk = [(x * (1 + number + at), y) for at in range(STEPS_AT_ONCE)]
        changing.switch(mode if number % 2 else "graph")
        for engine, losses in ((plain, expected), (changing, found)):
            if number == 2:
                engine.set_learning_rate(0.05)
            losses += engine.train(chunk)
    assert found == pytest.approx(expected, abs=1e-5)
    assert int(changing.optimizer.iterations.numpy()) == 4 * STEPS_AT_ONCE


@pytest.mark.parametrize("mode", ["loop", "fit"])
@pytest.mark.parametrize("model", [penalised, constrained, normalised, masked, compiled])
def test_what_hangs_on_a_model_counts_as_in_single_steps(mode: str, model: Any) -> None:
    """Penalties once, constraints and statistics after each step; masks and what the model was compiled
    with do not."""
    plain, several = (KerasEngine(plan("keras", which, model)) for which in ("graph", mode))
    x, y = batch()
    chunk = [(x * (1 + at), y) for at in range(STEPS_AT_ONCE)]
    if model is normalised:  # not all the same, or there is nothing to normalise
        chunk = [(x + np.arange(8, dtype=x.dtype)[:, None], y) for x, y in chunk]
    if model is masked:
        chunk = [(np.stack([x, x * 0], axis=1), np.stack([y, y + 1], axis=1)) for x, y in chunk]
    for _ in range(2):
        losses = several.train(chunk)
        assert losses == pytest.approx(plain.train(chunk), rel=1e-5)
        assert len(set(losses)) == STEPS_AT_ONCE
    for one, other in zip(several.model.variables, plain.model.variables, strict=True):
        assert np.abs(one.numpy() - other.numpy()).max() < 1e-5


def test_keras_own_adam_is_the_same_in_the_trainer() -> None:
    asked = Optimization(optimizer="adam-keras", learning_rate=0.01)
    plain, several = (
        KerasEngine(replace(plan("keras", mode, dense), optimization=asked))
        for mode in ("graph", "fit")
    )
    for chunk in ([batch()] * STEPS_AT_ONCE, [batch(6)] * STEPS_AT_ONCE):
        assert several.train(chunk) == pytest.approx(plain.train(chunk), rel=1e-5)


class OwnStep(keras.Sequential):  # type: ignore[misc]
    """It trains by a rule of its own."""

    def train_step(self, data: Any) -> Any:
        raise AssertionError("called")


class Training(keras.Sequential):  # type: ignore[misc]
    """It asks for its mode by a name that the trainer does not know."""

    def call(self, x: Any, train: bool) -> Any:
        return super().call(x)


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (lambda: keras.layers.Dense(2), "a Dense is no keras.Model, and has no trainer"),
        (lambda: OwnStep([keras.layers.Dense(2)]), "its own train_step would be called"),
        (lambda: Training([keras.layers.Dense(2)]), "the trainer does not tell it `train`"),
    ],
)
def test_fit_is_refused_where_the_trainer_would_do_other_work(model: Any, reason: str) -> None:
    def built(w: Any) -> Any:
        made = model()
        made.build((None, 4))
        return made

    engine = KerasEngine(plan("keras", "fit", built))
    before = keras_state(engine)
    with pytest.raises(Unavailable, match=f"as the other modes do: {reason}"):
        engine.train([batch()] * STEPS_AT_ONCE)
    assert keras_state(engine) == before
    engine.switch("graph")
    assert len(engine.train([batch()] * STEPS_AT_ONCE)) == STEPS_AT_ONCE
