"""JAX: a Flax NNX model, an Optax optimizer, one jitted step that is given its state's buffers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flax
import jax
import optax
from flax import nnx
from jax import numpy as jnp

from engines.frameworks.engine import (
    AllocatorMemory,
    Batch,
    OnCompile,
    Plan,
    Unavailable,
)
from engines.frameworks.jax_compiles import JaxCompileWatch
from engines.frameworks.jax_optimizers import make_rule
from engines.workloads.workload import Array

MATMUL_PRECISION = {"float32": "highest", "tf32": "tensorfloat32", "bf16": "default"}


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
        jax.config.update("jax_default_matmul_precision", MATMUL_PRECISION[plan.precision])
        self.version = f"{jax.__version__} (Flax {flax.__version__}, Optax {optax.__version__})"
        self.device_name = self.device.device_kind

        model = plan.workload.models["jax"](plan.weights)
        if plan.precision == "bf16":
            for _, module in nnx.iter_modules(model):
                if hasattr(module, "dtype"):
                    module.dtype = jnp.bfloat16
        optimizer = nnx.Optimizer(model, make_rule(plan.optimization), wrt=nnx.Param)
        self.parameters = sum(leaf.size for leaf in jax.tree.leaves(nnx.state(model, nnx.Param)))
        self.threads = None  # JAX does not tell
        self.loss_kind = plan.workload.loss
        # Split once: walking the module at every step would cost more than the step.
        self.graph, self.state = nnx.split((model, optimizer))
        self.step_in_mode: dict[str, Callable[..., Any]] = {
            "eager": self.step,
            "jit": jax.jit(self.step, donate_argnums=0),
        }
        self.evaluation = jax.jit(self.loss_and_accuracy)
        self.switch(plan.mode)

    def loss(self, model: Any, x: Any, y: Any) -> tuple[Any, Any]:
        outputs = model(x).astype(jnp.float32)
        if self.loss_kind == "mean_squared_error":
            return jnp.mean((outputs - y) ** 2), outputs
        return optax.softmax_cross_entropy_with_integer_labels(outputs, y).mean(), outputs

    def step(self, state: Any, x: Any, y: Any) -> tuple[Any, Any]:
        model, optimizer = nnx.merge(self.graph, state)
        (loss, _), gradients = nnx.value_and_grad(self.loss, has_aux=True)(model, x, y)
        optimizer.update(model, gradients)
        return nnx.state((model, optimizer)), loss

    def switch(self, mode: str) -> None:
        self.run_step = self.step_in_mode[mode]

    def set_learning_rate(self, rate: float) -> None:
        model, optimizer = nnx.merge(self.graph, self.state)
        optimizer.opt_state.hyperparams["learning_rate"][...] = jnp.asarray(rate, jnp.float32)
        self.state = nnx.state((model, optimizer))

    def train(self, batches: Sequence[Batch]) -> list[float]:
        losses = []
        for x, y in batches:
            self.state, loss = self.run_step(self.state, x, y)
            losses.append(loss)
        jax.block_until_ready(self.state)
        return [float(loss) for loss in jax.device_get(losses)]

    def loss_and_accuracy(self, state: Any, x: Any, y: Any) -> tuple[Any, Any]:
        model, _ = nnx.merge(self.graph, state)
        loss, outputs = self.loss(model, x, y)
        if self.loss_kind == "mean_squared_error":
            return loss, loss
        return loss, jnp.mean(outputs.argmax(-1) == y)

    def evaluate(self, x: Array, y: Array) -> tuple[float, float | None]:
        loss, accuracy = jax.device_get(self.evaluation(self.state, x, y))
        return float(loss), None if self.loss_kind == "mean_squared_error" else float(accuracy)

    def logits_shape(self, x: Array) -> tuple[int, ...]:
        model, _ = nnx.merge(self.graph, self.state)
        return tuple(model(x).shape)

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
