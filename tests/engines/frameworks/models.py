"""What one framework does with the models of `tests/workloads`: `python -m ... torch` prints it as JSON.

One process a framework for many checks: importing it costs more than all of them.
"""

from __future__ import annotations

import dataclasses
import json
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engines.frameworks.engine import Batch, Engine, Plan
from engines.frameworks.load import load_engine
from engines.lane import DEFAULT_MODE
from engines.optimization import Optimization, defaults_for
from engines.worker.evaluation import mean_metrics, mean_score, pieces
from engines.worker.explain import explain
from engines.worker.model_look import look_at_model
from engines.workloads.batches import BatchOrder
from engines.workloads.catalogue import load
from engines.workloads.tree import mapped
from engines.workloads.workload import Data, Workload
from tests.engines.frameworks import losses
from tests.engines.frameworks.rule_losses import rules_of
from tests.workloads.tokens import write_tokens

FOLDER = Path(__file__).parents[2] / "workloads"
WITHOUT_CHANCE = ("residual", "recurrent", "tied", "told_its_mode", "stateful", "several")
MODELS = ("dropout", *WITHOUT_CHANCE)
OPTIMIZERS = {
    "dropout": ("sgd",),
    "residual": ("sgd", "adamw"),
    "recurrent": ("sgd", "adam", "adamw"),
    "tied": ("sgd", "adam", "adamw"),
    "told_its_mode": ("sgd", "adamw"),
    "stateful": ("sgd",),
    "several": ("sgd",),
}
"""Model -> what it is trained with; adamw is adam with a decay beside it."""
REFUSED = {
    "beyond a table": {"last": 17},
    "returns no tensor": {"wrapped": "lambda logits: {'logits': logits, 'twice': logits}"},
}
"""Why a worker refuses -> how the workload of tokens was written."""
STEPS = 50
FEW = 4
AT_ONCE = 10
# Not `several`: Dynamo looks for what an own loss names in the first own file that a process imported.
COMPILED = {"torch": ("aot_eager", WITHOUT_CHANCE[:-1]), "keras": ("xla", ("residual", "tied"))}
"""The other mode of a framework, and the models that are trained in it; JAX's default is compiled."""


def main(framework: str) -> None:
    """Print a JSON object: name of a model -> what was found; and what of rules and refusals."""
    make = load_engine(framework)
    found = {name: findings(Bench(framework, make, name)) for name in MODELS}
    found["rules"] = rules_of(framework)
    found["refused"] = {why: refusal(framework, make, **how) for why, how in REFUSED.items()}
    print(json.dumps(found))


def refusal(framework: str, make: Callable[[Plan], Engine], **how: Any) -> str:
    """Why a worker would not train the workload of tokens that was written so; empty if it would."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(framework, make, write_tokens(Path(folder), **how))
        try:
            engine = bench.engine(rate=0.1)
            look_at_model(engine, bench.workload, framework, bench.data, bench.batches[0])
        except Exception as error:
            return explain(error)
    return ""


class Bench:
    """Makes engines of one model in one framework."""

    def __init__(self, framework: str, make: Callable[[Plan], Engine], name: str) -> None:
        self.framework = framework
        self.make = make
        self.name = name
        self.workload = load(str((FOLDER / name).with_suffix(".py")))
        self.data: Data = self.workload.data()
        order = BatchOrder(len(self.data.y_train), self.workload.batch_size, seed=0)
        chosen = [order.batch(step) for step in range(STEPS)]
        split = (self.data.x_train, self.data.y_train)
        self.batches: list[Batch] = [mapped(lambda one, at=at: one[at], split) for at in chosen]

    def engine(
        self,
        optimizer: str = "sgd",
        *,
        mode: str = "",
        seed: int = 0,
        rate: float | None = None,
        precision: str = "float32",
        smoothing: float = 0.0,
        workload: Workload | None = None,
    ) -> Engine:
        """Always from the weights of seed 0."""
        workload = workload or self.workload
        return self.make(
            Plan(
                workload=workload,
                weights=workload.initial_weights(0),
                seed=seed,
                optimization=Optimization(
                    optimizer=optimizer,
                    learning_rate=rate or workload.learning_rates[optimizer],
                    **defaults_for(optimizer, {}),
                ),
                precision=precision,
                label_smoothing=smoothing,
                device_kind="cpu",
                mode=mode or DEFAULT_MODE[self.framework],
                steps_at_once=AT_ONCE,
            )
        )

    def test(self, engine: Engine, size: int | None = None) -> tuple[float | None, float | None]:
        """Loss and accuracy of the test split, in pieces."""
        cut, counted = pieces(self.data.x_test, self.data.y_test, size or self.workload.batch_size)
        return mean_score(engine.evaluate(cut), counted)

    def metrics(self, engine: Engine) -> dict[str, float]:
        """The workload's own figures on the test split."""
        cut, counted = pieces(self.data.x_test, self.data.y_test, self.workload.batch_size)
        return mean_metrics(engine.evaluate(cut), counted)


def findings(bench: Bench) -> dict[str, Any]:
    """All that is looked at in one model."""
    plain = bench.engine()
    look = plain.look(bench.batches[0][0])
    found: dict[str, Any] = {
        "untrained": bench.test(plain),
        "draws": look.draws,
        "notes": look.notes,
        "changed": [],
    }
    trained: dict[str, list[float]] = {"sgd": plain.train(bench.batches)}
    tested = {"sgd": bench.test(plain)}
    if bench.name in ("tied", "told_its_mode", "several"):  # labels that do not count; other losses
        found["metrics"] = bench.metrics(plain)
        found["whole"] = bench.test(plain, len(bench.data.x_test))
    found["disturbed"] = disturbed(bench, found["changed"])
    if bench.name in WITHOUT_CHANCE:
        for optimizer in OPTIMIZERS[bench.name][1:]:
            engine = bench.engine(optimizer)
            trained[optimizer] = engine.train(bench.batches)
            tested[optimizer] = bench.test(engine)
        mode, compiled = COMPILED.get(bench.framework, ("", ()))
        if bench.name in compiled:
            engine = bench.engine(mode=mode)
            trained["compiled"] = engine.train(bench.batches)
            tested["compiled"] = bench.test(engine)
    else:
        still = bench.engine(seed=1, rate=1e-12)
        found["other seed"] = still.train(bench.batches[:FEW])
        found["still"] = bench.test(still)
    if bench.name == "tied":
        found |= weighted(bench)
    if bench.name == "recurrent":
        found["tf32"] = in_precision(bench, "tf32")
        found["bf16"] = in_precision(bench, "bf16")
        mixed = dataclasses.replace(
            bench.workload, models={bench.framework: IN_FLOAT32[bench.framework](bench.workload)}
        )
        own = bench.engine(workload=mixed, precision="bf16")
        found["one in float32"] = own.look(bench.batches[0][0]).notes
    if bench.name == "tied":  # the classifier that is cheapest to build anew
        ends = dataclasses.replace(
            bench.workload, models={bench.framework: SOFTMAX[bench.framework](bench.workload)}
        )
        cut, _ = pieces(bench.data.x_test, bench.data.y_test, bench.workload.batch_size)
        for what, engine in (("logits", plain), ("softmax", bench.engine(workload=ends))):
            found[what] = [score.probabilities for score in engine.evaluate(cut)]
    return found | {"losses": trained, "tested": tested}


def weighted(bench: Bench) -> dict[str, Any]:
    """A few steps with smoothed labels and weights of examples, a test of these, and losses of outputs."""
    engine = bench.engine(smoothing=losses.SMOOTHING)
    batches = [(x, (y, losses.weights(len(y)))) for x, y in bench.batches[:FEW]]
    trained = engine.train(batches)
    y = (bench.data.y_test, losses.weights(len(bench.data.y_test)))
    cut, counted = pieces(bench.data.x_test, y, bench.workload.batch_size)
    tested = mean_score(engine.evaluate(cut), counted)
    given = losses.CASES if bench.framework != "torch" else mapped(as_tensor, losses.CASES)
    of_outputs = {name: float(engine.loss_of(*case)) for name, case in given.items()}  # type: ignore[attr-defined]
    return {"weighted": {"trained": trained, "tested": tested}, "of outputs": of_outputs}


def as_tensor(array: Any) -> Any:
    import torch

    return torch.from_numpy(array) if isinstance(array, np.ndarray) else array


def in_precision(bench: Bench, precision: str) -> dict[str, Any]:
    """The notes and the losses of a few steps."""
    engine = bench.engine(precision=precision)
    notes = engine.look(bench.batches[0][0]).notes
    return {"notes": notes, "losses": engine.train(bench.batches[:FEW])}


def disturbed(bench: Bench, changed: list[str]) -> list[float]:
    """The losses of a few steps with all between them that may change nothing; what does is named."""
    engine = bench.engine()
    state = STATES[bench.framework]
    rate = bench.workload.learning_rates["sgd"]
    acts: list[tuple[str, Callable[[], Any]]] = [
        ("entry_beyond", lambda: engine.entry_beyond(bench.batches[0][0])),
        ("look", lambda: engine.look(bench.batches[0][0])),
        ("evaluate", lambda: bench.test(engine)),
        ("set_learning_rate", lambda: engine.set_learning_rate(rate)),
    ]
    trained: list[float] = []
    for step in range(FEW):
        for name, act in acts if step < 2 else acts[-2:]:
            before = state(engine) + global_state()
            act()
            if state(engine) + global_state() != before:
                changed.append(f"{name} after step {step}")
        trained += engine.train([bench.batches[step]])
    return trained


def global_state() -> list[bytes]:
    """Generators that a model may draw from whatever its framework."""
    return [repr(random.getstate()).encode(), np.random.get_state()[1].tobytes()]


def kept(arrays: Sequence[Any]) -> list[bytes]:
    return [np.asarray(array).tobytes() for array in arrays]


def torch_state(engine: Any) -> list[bytes]:
    import torch

    tensors = [*engine.model.state_dict().values()]
    for state in engine.optimizer.state_dict()["state"].values():
        tensors += [value for value in state.values() if isinstance(value, torch.Tensor)]
    tensors.append(torch.get_rng_state())
    own = [value for one in engine.model.modules() for value in vars(one).values()]
    tensors += [value.get_state() for value in own if isinstance(value, torch.Generator)]
    flags = bytes(one.training for one in engine.model.modules())
    return [*kept([tensor.detach() for tensor in tensors]), flags]


def keras_state(engine: Any) -> list[bytes]:
    from engines.frameworks.keras_untracked import untracked

    of_model = (*engine.model.variables, *untracked(engine.model))
    return kept([one.numpy() for one in (*of_model, *engine.optimizer.variables)])


def jax_state(engine: Any) -> list[bytes]:
    import jax

    keys = jax.dtypes.prng_key
    leaves = [
        jax.random.key_data(leaf) if jax.dtypes.issubdtype(leaf.dtype, keys) else leaf
        for leaf in engine.leaves
    ]
    return kept(jax.device_get(leaves))


STATES: dict[str, Callable[[Any], list[bytes]]] = {
    "torch": torch_state,
    "keras": keras_state,
    "jax": jax_state,
}
"""Framework -> weights, statistics, optimizer state, generators and counters of an engine."""


def torch_softmax(workload: Workload) -> Callable[[Any], Any]:
    from torch import nn

    return lambda weights: nn.Sequential(workload.models["torch"](weights), nn.Softmax(-1))


def keras_softmax(workload: Workload) -> Callable[[Any], Any]:
    import keras

    return lambda weights: keras.Sequential(
        [workload.models["keras"](weights), keras.layers.Softmax()]
    )


def jax_softmax(workload: Workload) -> Callable[[Any], Any]:
    from flax import nnx

    return lambda weights: nnx.Sequential(workload.models["jax"](weights), nnx.softmax)


SOFTMAX: dict[str, Callable[[Workload], Callable[[Any], Any]]] = {
    "torch": torch_softmax,
    "keras": keras_softmax,
    "jax": jax_softmax,
}
"""Framework -> a workload's model with a softmax at its end."""


def torch_in_float32(workload: Workload) -> Callable[[Any], Any]:
    import torch

    class InFloat32(torch.nn.Linear):
        def forward(self, x: Any) -> Any:
            with torch.autocast(x.device.type, enabled=False):
                return super().forward(x.float())

    return lambda weights: torch.nn.Sequential(workload.models["torch"](weights), InFloat32(2, 2))


def keras_in_float32(workload: Workload) -> Callable[[Any], Any]:
    import keras

    return lambda weights: keras.Sequential(
        [*workload.models["keras"](weights).layers, keras.layers.Dense(2, dtype="float32")]
    )


def jax_in_float32(workload: Workload) -> Callable[[Any], Any]:
    from flax import nnx
    from jax import numpy as jnp

    return lambda weights: nnx.Sequential(
        workload.models["jax"](weights), nnx.Linear(2, 2, dtype=jnp.float32, rngs=nnx.Rngs(0))
    )


IN_FLOAT32: dict[str, Callable[[Workload], Callable[[Any], Any]]] = {
    "torch": torch_in_float32,
    "keras": keras_in_float32,
    "jax": jax_in_float32,
}
"""Framework -> a workload's model with a layer at its end that is of float32 whatever is asked for."""


if __name__ == "__main__":
    main(sys.argv[1])
