"""The losses of each rule in one framework, and whether anything was compiled after the first step."""

from __future__ import annotations

from typing import Any

from engines.frameworks.engine import Plan
from engines.frameworks.load import load_engine
from engines.lane import DEFAULT_MODE
from engines.optimization import Optimization
from engines.workloads.workload import Weights, Workload
from tests.engines.frameworks import rule_cases as cases


def torch_model(weights: Weights) -> Any:
    import torch

    class Model(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            tensors = {name: torch.from_numpy(value.copy()) for name, value in weights.items()}
            self.embedding = torch.nn.Embedding.from_pretrained(
                tensors["embedding"], freeze=False, sparse=True
            )
            self.frozen = torch.nn.Parameter(tensors["frozen"], requires_grad=False)
            self.w, self.b = torch.nn.Parameter(tensors["w"]), torch.nn.Parameter(tensors["b"])

        def forward(self, tokens: Any) -> Any:
            return self.embedding(tokens).mean(1) @ self.frozen @ self.w + self.b

    return Model()


def keras_model(weights: Weights) -> Any:
    import keras

    frozen = keras.layers.Dense(cases.WIDTH, use_bias=False, trainable=False)
    model = keras.Sequential(
        [
            keras.Input((cases.LENGTH,), dtype="int32"),
            keras.layers.Embedding(cases.TOKENS, cases.WIDTH),
            keras.layers.GlobalAveragePooling1D(),
            frozen,
            keras.layers.Dense(cases.CLASSES),
        ]
    )
    model.layers[0].set_weights([weights["embedding"]])
    frozen.set_weights([weights["frozen"]])
    model.layers[3].set_weights([weights["w"], weights["b"]])
    return model


def jax_model(weights: Weights) -> Any:
    from flax import nnx
    from jax import numpy as jnp

    class Frozen(nnx.Variable):  # type: ignore[type-arg]
        """No `nnx.Param`, so nothing trains it."""

    class Model(nnx.Module):
        def __init__(self) -> None:
            arrays = {name: jnp.asarray(value) for name, value in weights.items()}
            self.embedding = nnx.Param(arrays["embedding"])
            self.frozen = Frozen(arrays["frozen"])
            self.w, self.b = nnx.Param(arrays["w"]), nnx.Param(arrays["b"])

        def __call__(self, tokens: Any) -> Any:
            pooled = self.embedding[...][tokens].mean(1)
            return pooled @ self.frozen[...] @ self.w[...] + self.b[...]

    return Model()


WORKLOAD = Workload(
    name="rules",
    description="",
    data=lambda: NotImplemented,
    weights=cases.weights,
    models={"torch": torch_model, "keras": keras_model, "jax": jax_model},
)


def losses_of(framework: str, asked: Optimization) -> tuple[list[float], bool]:
    """The loss of each step, and whether anything was compiled after the first."""
    engine = load_engine(framework)(
        Plan(
            workload=WORKLOAD,
            weights=WORKLOAD.initial_weights(0),
            seed=0,
            optimization=asked,
            precision="float32",
            device_kind="cpu",
            mode=DEFAULT_MODE[framework],
            steps_at_once=1,
        )
    )
    watch = engine.watch_compiles(lambda part: None)
    losses: list[float] = []
    compiled = False
    batches = cases.batches()
    for chunk in (batches[:1], batches[1 : cases.CHANGE_AFTER], batches[cases.CHANGE_AFTER :]):
        if len(losses) == cases.CHANGE_AFTER:
            engine.set_learning_rate(asked.learning_rate / 3)
        watch.before(chunk)
        first = not losses
        losses += engine.train(chunk)
        compiled |= watch.after() is not None and not first
    return losses, compiled


def rules_of(framework: str) -> dict[str, Any]:
    """What the framework comes to: case -> losses, and the cases in which it compiled anew."""
    made = {case: losses_of(framework, asked) for case, asked in cases.CASES.items()}
    own = cases.asked("adam-keras", 0.05)
    return {
        "losses": {case: losses for case, (losses, _) in made.items()},
        "compiled anew": [case for case, (_, compiled) in made.items() if compiled],
        "adam-keras": losses_of(framework, own)[0],
    }
