"""JAX: a Flax NNX model, an Optax optimizer, one jitted step that is given its state's buffers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from typing import Any

import flax
import jax
import optax
from flax import nnx
from jax import numpy as jnp

from engines.frameworks.engine import (
    NEARLY,
    AllocatorMemory,
    Batch,
    Look,
    OnCompile,
    Plan,
    Score,
    Unavailable,
)
from engines.frameworks.forward import RANDOM, Takes, arguments, build, mode_arguments
from engines.frameworks.jax_compiles import JaxCompileWatch
from engines.frameworks.jax_memory import own_buffers
from engines.frameworks.jax_optimizers import make_rule
from engines.frameworks.jax_precision import (
    as_bfloat16,
    compute_in_bfloat16,
    parameters_cast,
    product_types,
)
from engines.frameworks.jax_tables import entry_beyond
from engines.frameworks.products import exceptions
from engines.frameworks.stacked import stacked
from engines.workloads.examine import require_model
from engines.workloads.model_output import shape_of
from engines.workloads.tree import Tree, labels_of
from engines.workloads.workload import IGNORED

MATMUL_PRECISION = {"float32": "highest", "tf32": "tensorfloat32", "bf16": "default"}
DRAWS = ("random_bits", "threefry2x32", "rng_bit_generator", "rng_uniform")
"""Primitives that draw random numbers."""


class JaxEngine:
    """An `nnx.Module` and an `nnx.Optimizer`, carried from step to step as one state."""

    def __init__(self, plan: Plan) -> None:
        kind = "gpu" if plan.device_kind == "cuda" else "cpu"
        try:
            self.device = jax.devices(kind)[0]
        except RuntimeError as error:
            raise Unavailable(
                f"jax {jax.__version__} sees no {kind.upper()} here: install jax[cuda13], "
                "or use jax@cpu."
            ) from error
        jax.config.update("jax_default_device", self.device)
        self.precision = plan.precision
        products = "float32" if (plan.precision, kind) == ("tf32", "cpu") else plan.precision
        jax.config.update("jax_default_matmul_precision", MATMUL_PRECISION[products])
        self.version = f"{jax.__version__} (Flax {flax.__version__}, Optax {optax.__version__})"
        self.device_name = self.device.device_kind

        function = plan.workload.models["jax"]
        model = build(function, plan.weights, plan.seed)
        require_model(plan.workload, "jax", model, nnx.Module, "flax.nnx.Module")
        if "seed" not in arguments(function):
            _reseed(model, plan.seed)
        if plan.precision == "bf16":
            compute_in_bfloat16(model)
        optimizer = nnx.Optimizer(model, make_rule(plan.optimization), wrt=nnx.Param)
        self.parameters = sum(leaf.size for leaf in jax.tree.leaves(nnx.state(model, nnx.Param)))
        self.threads = None  # JAX does not tell
        self.loss_kind = plan.workload.loss
        self.smoothing = plan.label_smoothing
        self.own_loss = plan.workload.losses.get("jax")
        self.own_metrics = plan.workload.metrics.get("jax")
        forward = type(model).__call__.__get__(model)
        taken = arguments(forward)
        self.takes = Takes.of(forward)
        asked = [name for name in RANDOM if name in taken]
        rngs = nnx.Rngs(plan.seed) if asked else None
        self.asked_random = asked[0] if asked else ""
        self.told = {mode: mode_arguments(model.__call__, training=mode) for mode in (True, False)}
        """What a forward that asks for its mode is told, in training and in evaluation."""
        # Split once: walking the module at every step would cost more than the step. Its leaves alone
        # go from step to step: `State` is Python that would be walked at every call.
        model.eval()
        self.evaluation_graph = nnx.graphdef((model, optimizer, rngs))
        model.train()
        self.graph, state = nnx.split((model, optimizer, rngs))
        self.leaves, self.tree = jax.tree.flatten(own_buffers(state))
        self.step_in_mode: dict[str, Callable[..., Any]] = {
            "eager": self.step,
            "jit": jax.jit(self.step, donate_argnums=0),
        }
        self.steps_in_mode = {"scan": jax.jit(self.scan, donate_argnums=0)}
        self.steps_of_a_scan = plan.steps_at_once
        self.evaluation = jax.jit(self.score)
        self.switch(plan.mode)

    def returned(self, model: Any, x: Any, rngs: Any, training: bool) -> Any:
        told: dict[str, Any] = dict(self.told[training])
        if self.asked_random:
            told[self.asked_random] = rngs if self.asked_random == "rngs" else rngs()
        bf16 = self.precision == "bf16"
        inputs, named = self.takes.given(as_bfloat16(x) if bf16 else x)
        with parameters_cast(model) if bf16 else nullcontext():
            return model(*inputs, **named, **told)

    def loss(self, model: Any, x: Any, y: Any, rngs: Any) -> Any:
        return self.loss_of(self.returned(model, x, rngs, training=True), y, self.smoothing)

    def loss_of(self, outputs: Any, y: Any, smoothing: float = 0.0) -> Any:
        outputs = in_float32(outputs)
        if self.own_loss:
            return jnp.mean(self.own_loss(outputs, y))
        y, weights = labels_of(y)
        if self.loss_kind == "mean_squared_error":
            if weights is None:
                return jnp.mean((outputs - y) ** 2)
            return jnp.average((outputs - y) ** 2, weights=as_labels(weights, y))
        counts = y != IGNORED
        labels = jnp.where(counts, y, 0)
        losses = optax.softmax_cross_entropy_with_integer_labels(outputs, labels)
        if smoothing:
            even = -jax.nn.log_softmax(outputs).mean(-1)
            losses = (1 - smoothing) * losses + smoothing * even
        if weights is not None:
            counts = counts * as_labels(weights, y)
            return (losses * counts).sum() / counts.sum()
        return jnp.where(counts, losses, 0).sum() / counts.sum()

    def scan(self, leaves: Any, xs: Any, ys: Any) -> tuple[Any, Any]:
        """A step for each of the stacked batches, in one program; the losses come as one array."""
        return jax.lax.scan(lambda carried, batch: self.step(carried, *batch), leaves, (xs, ys))

    def step(self, leaves: Any, x: Any, y: Any) -> tuple[Any, Any]:
        model, optimizer, rngs = nnx.merge(self.graph, jax.tree.unflatten(self.tree, leaves))
        loss, gradients = nnx.value_and_grad(self.loss)(model, x, y, rngs)
        optimizer.update(model, gradients)
        nnx.pop(model, nnx.Intermediate)  # what a model sows is not carried on
        return jax.tree.leaves(nnx.state((model, optimizer, rngs))), loss

    def switch(self, mode: str) -> None:
        self.run_steps = self.steps_in_mode.get(mode)
        self.run_step = self.step_in_mode["jit" if self.run_steps else mode]
        self.steps_at_once = self.steps_of_a_scan if self.run_steps else 1

    def program(self, steps: int) -> Callable[..., Any]:
        """What makes a chunk of so many steps, whole or step by step."""
        return self.run_steps if self.run_steps and steps == self.steps_at_once else self.run_step

    def train(self, batches: Sequence[Batch]) -> list[float]:
        losses: Any = []
        if self.run_steps and len(batches) == self.steps_at_once:
            self.leaves, losses = self.run_steps(self.leaves, *stacked(batches))
        else:
            for x, y in batches:
                self.leaves, loss = self.run_step(self.leaves, x, y)
                losses.append(loss)
        jax.block_until_ready(self.leaves)
        return [float(loss) for loss in jax.device_get(losses)]

    def set_learning_rate(self, rate: float) -> None:
        model, optimizer, rngs = nnx.merge(self.graph, jax.tree.unflatten(self.tree, self.leaves))
        optimizer.opt_state.hyperparams["learning_rate"][...] = jnp.asarray(rate, jnp.float32)
        self.leaves = jax.tree.leaves(nnx.state((model, optimizer, rngs)))

    def ready(self, batch: Batch) -> Batch:
        return batch

    def score(
        self, leaves: Any, x: Any, y: Any
    ) -> tuple[tuple[Any, ...], dict[str, Any], dict[int, Any]]:
        """Loss, accuracy, how far the outputs are from being probabilities, and the workload's own
        figures, from one pass; and the leaves that it changes, as those of a recurrent state."""
        state = jax.tree.unflatten(self.tree, leaves)
        model, optimizer, rngs = nnx.merge(self.evaluation_graph, state)
        outputs = in_float32(self.returned(model, x, rngs, training=False))
        nnx.pop(model, nnx.Intermediate)
        after = jax.tree.leaves(nnx.state((model, optimizer, rngs)))
        changed = {at: leaf for at, leaf in enumerate(after) if leaf is not leaves[at]}
        loss = self.loss_of(outputs, y)
        y, weights = labels_of(y)
        own = self.own_metrics(outputs, y) if self.own_metrics else {}
        own = {name: jnp.mean(each) for name, each in own.items()}
        if self.loss_kind != "cross_entropy":
            return (loss,), own, changed
        counts = y != IGNORED
        if weights is not None:
            counts = counts * as_labels(weights, y)
        right = ((outputs.argmax(-1) == y) * counts).sum() / counts.sum()
        off = jnp.maximum(jnp.abs(outputs.sum(-1) - 1).max(), -outputs.min())
        return (loss, right, off), own, changed

    def evaluate(self, pieces: Iterable[Batch]) -> list[Score]:
        # What a forward changes is changed in a copy, which goes.
        leaves, found = list(self.leaves), []
        for x, y in pieces:
            *numbers, changed = self.evaluation(leaves, x, y)
            found.append(numbers)
            for at, leaf in changed.items():
                leaves[at] = leaf  # for the next piece, as in the other frameworks
        return [_score(own, *map(float, numbers)) for numbers, own in jax.device_get(found)]

    def look(self, x: Tree) -> Look:
        seen = []

        def forward(leaves: Any, inputs: Any) -> Any:
            model, _, rngs = nnx.merge(self.graph, jax.tree.unflatten(self.tree, leaves))
            seen.append(self.returned(model, inputs, rngs, training=True))
            # Beside arrays there may be anything in what is returned.
            return [one for one in jax.tree.leaves(seen[0]) if isinstance(one, jax.Array)]

        # Traced, never run: nothing is compiled, and nothing changes.
        program = jax.make_jaxpr(forward)(self.leaves, x)
        told = str(program)
        kind = "cpu" if self.device.platform == "cpu" else "cuda"
        notes = exceptions(self.precision, kind, product_types(program.jaxpr))
        shape = shape_of(seen[0], anything=self.own_loss is not None)
        return Look(shape, any(name in told for name in DRAWS), notes)

    def entry_beyond(self, x: Tree) -> tuple[int, int] | None:
        model, _, _ = nnx.merge(self.evaluation_graph, jax.tree.unflatten(self.tree, self.leaves))
        inputs, named = self.takes.given(x)
        return entry_beyond(model, x, lambda: model(*inputs, **named))

    def watch_compiles(self, on_compile: OnCompile) -> JaxCompileWatch:
        return JaxCompileWatch(self, on_compile)

    def allocator_memory(self) -> AllocatorMemory | None:
        memory = self.device.memory_stats()
        if not memory:
            return None
        return AllocatorMemory(
            used=memory.get("bytes_in_use"),
            peak=memory.get("peak_bytes_in_use"),
            reserved=memory.get("pool_bytes"),
        )


def _reseed(model: Any, seed: int) -> None:
    """Have every stream of random numbers that a model holds follow from the run's seed."""
    for _, node in nnx.iter_graph(model):
        if isinstance(node, nnx.RngStream):
            node.key[...] = jax.random.fold_in(node.key[...], seed)


def as_labels(weights: Any, labels: Any) -> Any:
    """Weights of examples or of labels, of the latter's shape."""
    return jnp.broadcast_to(
        weights.reshape(*weights.shape, *[1] * (labels.ndim - weights.ndim)), labels.shape
    )


def in_float32(outputs: Any) -> Any:
    """What a model returned, floats as float32: an array, or whatever an own loss takes."""
    return jax.tree.map(
        lambda one: one.astype(jnp.float32) if jnp.issubdtype(one.dtype, jnp.floating) else one,
        outputs,
    )


def _score(
    own: dict[str, Any], loss: float, accuracy: float | None = None, off: float = 1.0
) -> Score:
    metrics = {name: float(figure) for name, figure in own.items()}
    return Score(loss, accuracy, metrics, off < NEARLY)
