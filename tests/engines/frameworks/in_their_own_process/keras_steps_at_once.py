"""Several steps in one program of Keras: the same work as one by one, in every kind of model."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from engines.frameworks.keras_engine import KerasEngine
from tests.engines.frameworks.models import AT_ONCE, Bench, keras_state
from tests.engines.frameworks.one_layer import STEPS_AT_ONCE, batch, plan

CASES = [
    ("loop", "residual", "adamw"),  # running statistics
    ("loop", "recurrent", "sgd"),
    ("loop", "told_its_mode", "adamw"),  # another loss
    ("loop", "dropout", "sgd"),  # draws: of the same generators, in the same order
    ("xla-loop", "tied", "adam"),  # an embedding; labels that do not count
]
"""A mode, a model of `tests/workloads` and an optimizer."""


def chunks(bench: Bench) -> list[Any]:
    """Two whole ones, and one that is short."""
    return [bench.batches[:AT_ONCE], bench.batches[AT_ONCE : 2 * AT_ONCE], bench.batches[-3:]]


@pytest.mark.parametrize(("mode", "model", "optimizer"), CASES)
def test_losses_and_state_are_those_of_one_by_one(mode: str, model: str, optimizer: str) -> None:
    bench = Bench("keras", KerasEngine, model)
    plain, several = bench.engine(optimizer), bench.engine(optimizer, mode=mode)
    for chunk in chunks(bench):
        assert several.train(chunk) == pytest.approx(plain.train(chunk), abs=1e-5)
    assert several.steps_at_once == AT_ONCE
    assert bench.test(several) == pytest.approx(bench.test(plain), abs=1e-5)
    for one, other in zip(variables(plain), variables(several), strict=True):
        assert np.abs(one - other).max() < 1e-4
    before = keras_state(several)
    bench.test(several)
    assert keras_state(several) == before


@pytest.mark.parametrize("mode", ["loop"])
def test_a_change_of_mode_or_learning_rate_goes_on_with_everything(mode: str) -> None:
    bench = Bench("keras", KerasEngine, "tied")
    plain, changing = bench.engine("adamw"), bench.engine("adamw")
    expected, found = [], []
    for number, chunk in enumerate([*chunks(bench)[:2], *chunks(bench)[:2]]):
        changing.switch(mode if number % 2 else "graph")
        for engine, losses in ((plain, expected), (changing, found)):
            if number == 2:
                engine.set_learning_rate(0.05)
            losses += engine.train(chunk)
    assert found == pytest.approx(expected, abs=1e-5)
    assert int(changing.optimizer.iterations.numpy()) == 4 * AT_ONCE  # type: ignore[attr-defined]


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


def test_a_models_own_penalties_count_once_in_each_step() -> None:
    def penalised(w: Any) -> Any:
        dense = keras.layers.Dense(2, kernel_regularizer=keras.regularizers.L2(0.1))
        model = keras.Sequential([keras.Input((4,)), dense])
        dense.set_weights([w, w[0] * 0])
        return model

    plain = KerasEngine(plan("keras", "graph", penalised))
    several = KerasEngine(plan("keras", "loop", penalised))
    chunk = [batch()] * STEPS_AT_ONCE
    assert several.train(chunk) == pytest.approx(plain.train(chunk), rel=1e-6)


def variables(engine: Any) -> list[Any]:
    return [one.numpy() for one in (*engine.model.variables, *engine.optimizer.variables)]
