"""JAX' training loops with Flax NNX and Optax as their best users write them."""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import numpy as np
import optax
from flax import nnx

from engines.workloads.workload import Workload
from tests.benchmarks.best_loops import MOMENTUM, SEED, Chunk, Maker, Slice, by_chunk


def made(workload: Workload) -> tuple[nnx.Module, nnx.Optimizer]:
    model = workload.models["jax"](workload.initial_weights(SEED))
    rate = workload.learning_rates[workload.optimizer]
    rule = optax.sgd(rate, momentum=MOMENTUM) if workload.optimizer == "sgd" else optax.adam(rate)
    return model, nnx.Optimizer(model, rule, wrt=nnx.Param)


def loss_of(model: Any, x: Any, y: Any) -> Any:
    return optax.softmax_cross_entropy_with_integer_labels(model(x), y).mean()


class Functional:
    """A model and optimizer split once; the leaves of their state go from step to step."""

    def __init__(self, workload: Workload) -> None:
        self.graph, state = nnx.split(made(workload))
        self.leaves, self.tree = jax.tree.flatten(state)
        # Some leaves are NumPy's or shared: what is given to a step must be its own.
        self.leaves = [jax.numpy.array(leaf) for leaf in self.leaves]

    def step(self, leaves: Any, batch: Any) -> Any:
        model, optimizer = nnx.merge(self.graph, jax.tree.unflatten(self.tree, leaves))
        loss, gradients = nnx.value_and_grad(loss_of)(model, *batch)
        optimizer.update(model, gradients)
        return jax.tree.leaves(nnx.state((model, optimizer))), loss


def jit(workload: Workload) -> Slice:
    """https://flax.readthedocs.io/en/latest/guides/performance.html, a functional loop, donated state"""
    carried = Functional(workload)
    step = jax.jit(carried.step, donate_argnums=0)

    def train(chunk: Chunk) -> list[float]:
        losses = []
        for batch in chunk:
            carried.leaves, loss = step(carried.leaves, batch)
            losses.append(loss)
        jax.block_until_ready(carried.leaves)
        return [float(loss) for loss in jax.device_get(losses)]

    return by_chunk(train)


def scan(workload: Workload) -> Slice:
    """https://docs.jax.dev/en/latest/_autosummary/jax.lax.scan.html over the functional loop's step"""
    carried = Functional(workload)
    steps = jax.jit(partial(jax.lax.scan, carried.step), donate_argnums=0)

    def train(chunk: Chunk) -> list[float]:
        xs, ys = zip(*chunk, strict=True)
        carried.leaves, losses = steps(carried.leaves, (np.stack(xs), np.stack(ys)))
        jax.block_until_ready(carried.leaves)
        found: list[float] = np.asarray(losses).tolist()
        return found

    return by_chunk(train)


def eager(workload: Workload) -> Slice:
    """https://flax.readthedocs.io/en/latest/mnist_tutorial.html, without `nnx.jit`"""
    model, optimizer = made(workload)

    def train(chunk: Chunk) -> list[float]:
        losses = []
        for x, y in chunk:
            loss, gradients = nnx.value_and_grad(loss_of)(model, x, y)
            optimizer.update(model, gradients)
            losses.append(loss)
        return [float(loss) for loss in jax.device_get(losses)]

    return by_chunk(train)


LOOPS: dict[str, Maker] = {"jit": jit, "scan": scan, "eager": eager}
