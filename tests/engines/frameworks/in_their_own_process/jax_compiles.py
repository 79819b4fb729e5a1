"""What JAX compiles is seen in every step, also op by op and for the second time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jax
import pytest
from flax import nnx
from jax import numpy as jnp

from engines.frameworks.engine import Compilation
from engines.frameworks.jax_compiles import JaxCompileWatch
from engines.frameworks.jax_engine import JaxEngine
from tests.engines.frameworks.one_layer import STEPS_AT_ONCE, batch, plan


class Layer(nnx.Module):
    """One dense layer; `through` is done to what it returns."""

    def __init__(self, w: Any, through: Any) -> None:
        self.w = nnx.Param(jnp.asarray(w))
        self.through = through

    def __call__(self, x: Any) -> Any:
        return self.through(x @ self.w[...])


class Seen:
    """An engine with its watch."""

    def __init__(self, mode: str, through: Any = lambda y: y) -> None:
        self.said: list[str] = []
        self.engine = JaxEngine(plan("jax", mode, lambda w: Layer(w, through)))
        self.watch = JaxCompileWatch(self.engine, self.said.append)

    def step(self, size: int = 8, steps: int = 1) -> Compilation | None:
        batches = [batch(size)] * steps
        self.watch.before(batches)
        self.losses = self.engine.train(batches)
        return self.watch.after()


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    jax.clear_caches()
    yield
    jax.monitoring.clear_event_listeners()
    jax.clear_caches()


def test_a_jitted_step_is_one_program_for_each_shape() -> None:
    seen = Seen("jit")
    done = seen.step()
    assert done is not None
    assert (done.programs, done.reason) == (1, "")
    assert seen.said == ["trace", "lower", "backend"]
    assert seen.step() is None
    other = seen.step(6)
    assert other is not None
    assert (other.programs, other.reason) == (1, "")
    assert seen.step() is None


def test_several_steps_are_one_program_and_fewer_are_made_step_by_step() -> None:
    scan, jit = Seen("scan"), Seen("jit")
    done = scan.step(steps=STEPS_AT_ONCE)
    assert done is not None
    assert (done.programs, done.reason) == (1, "")
    assert scan.said == ["trace", "lower", "backend"]
    jit.step(steps=STEPS_AT_ONCE)
    assert scan.losses == pytest.approx(jit.losses, rel=1e-6)
    assert len(set(scan.losses)) == STEPS_AT_ONCE
    assert scan.step(steps=STEPS_AT_ONCE) is None
    short = scan.step(steps=STEPS_AT_ONCE - 1)
    assert short is not None
    assert (short.programs, short.reason) == (1, "")
    jit.step(steps=STEPS_AT_ONCE)
    jit.step(steps=STEPS_AT_ONCE - 1)
    assert scan.losses == pytest.approx(jit.losses, rel=1e-6)
    assert scan.step(steps=STEPS_AT_ONCE) is None


def test_a_program_that_is_compiled_again_is_named() -> None:
    seen = Seen("jit")
    seen.step()
    jax.clear_caches()
    done = seen.step()
    assert done is not None
    assert done.reason == "compiled again: step"


def test_op_by_op_what_each_step_compiles_anew_is_seen() -> None:
    def fresh_loop(y: Any) -> Any:
        return jax.lax.scan(lambda carry, one: (carry, one * 1.0), 0.0, y)[1]

    seen = Seen("eager", fresh_loop)
    first = seen.step()
    assert first is not None
    assert first.programs > 5
    again = seen.step()
    assert again is not None
    assert again.reason.startswith("compiled again: scan")


def test_what_is_compiled_outside_the_steps_is_not_theirs() -> None:
    seen = Seen("jit")
    seen.step()
    seen.engine.evaluate([batch()])
    assert seen.step() is None
