"""Keras on TensorFlow: a Keras model and optimizer, a `GradientTape` step under `tf.function`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import tensorflow as tf

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
from engines.frameworks.forward import Takes, arguments, build, mode_arguments
from engines.frameworks.keras_compiles import KerasCompileWatch
from engines.frameworks.keras_fit import Fit, own_rules
from engines.frameworks.keras_optimizers import make_optimizer
from engines.frameworks.keras_products import product_types
from engines.frameworks.keras_programs import Programs
from engines.frameworks.keras_tables import entry_beyond
from engines.frameworks.keras_untracked import untracked
from engines.frameworks.products import exceptions
from engines.frameworks.stacked import stacked
from engines.workloads.examine import require_model
from engines.workloads.model_output import shape_of
from engines.workloads.tree import Tree, labels_of, mapped
from engines.workloads.workload import IGNORED

STEP_BY_STEP = {"loop": "graph", "xla-loop": "xla", "fit": "graph"}
"""Mode of several steps in one program -> that of fewer steps, and of evaluation."""
SUMS = (
    "bf16: on a CPU TensorFlow rounds to bf16 while it sums, in products and in the gradients of biases, "
    "but for XLA; the other frameworks sum in float32"
)


class KerasEngine:
    """A `keras.Model` and a `keras.optimizers` optimizer."""

    def __init__(self, plan: Plan) -> None:
        gpus = tf.config.list_physical_devices("GPU")
        if plan.device_kind == "cuda" and not gpus:
            raise Unavailable(
                f"TensorFlow {tf.__version__} sees no GPU here: install tensorflow[and-cuda], "
                "or use keras@cpu."
            )
        tf.config.experimental.enable_tensor_float_32_execution(
            plan.precision == "tf32" and plan.device_kind == "cuda"
        )
        self.precision = plan.precision
        keras.config.set_dtype_policy("mixed_bfloat16" if plan.precision == "bf16" else "float32")
        self.version = f"{keras.__version__} (TensorFlow {tf.__version__})"
        self.device = "/GPU:0" if plan.device_kind == "cuda" else "/CPU:0"
        self.device_name = (
            tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU")
            if plan.device_kind == "cuda"
            else "cpu"
        )
        with tf.device(self.device):
            keras.utils.set_random_seed(plan.seed)
            function = plan.workload.models["keras"]
            self.model = build(function, plan.weights, plan.seed)
            require_model(plan.workload, "keras", self.model, keras.Layer, "keras.Model")
            self.came_compiled = getattr(self.model, "compiled", False)
            self.told = {
                mode: {"training": mode, **mode_arguments(self.model.call, training=mode)}
                for mode in (True, False)
            }
            """What a call is told of its mode, in training and in evaluation."""
            self.takes = Takes.of(self.model.call)
            if "seed" not in arguments(function):
                _reseed(self.model, plan.seed)
            self.optimizer = make_optimizer(plan.optimization)
            # Built here, or the first call of a tf.function traces twice.
            self.optimizer.build(self.model.trainable_variables)
        self.parameters = sum(
            int(tf.size(variable.value)) for variable in self.model.trainable_variables
        )
        # 0 is TensorFlow's own choice, which it does not tell; nor what its environment asks for.
        self.threads = tf.config.threading.get_intra_op_parallelism_threads() or None
        self.knows_accuracy = plan.workload.loss == "cross_entropy"
        self.smoothing = plan.label_smoothing
        self.own_loss = plan.workload.losses.get("keras")
        self.own_metrics = plan.workload.metrics.get("keras")
        self.step_in_mode: dict[str, Callable[..., Any]] = {
            "eager": self.step,
            "graph": tf.function(self.step),
            "xla": tf.function(self.step, jit_compile=True),
        }
        self.fit = Fit(
            self.model,
            self.optimizer,
            lambda outputs, y: self.loss_of(outputs, y, self.smoothing),
            self.told[True],
            plan.steps_at_once,
        )
        self.steps_in_mode: dict[str, Callable[..., Any]] = {
            "loop": tf.function(self.loop),
            "xla-loop": tf.function(self.loop, jit_compile=True),
            "fit": self.fit,
        }
        self.score_in_mode: dict[str, Callable[..., Any]] = {
            "eager": self.score,
            "graph": tf.function(self.score),
            "xla": tf.function(self.score, jit_compile=True),
        }
        self.programs = Programs()
        self.steps_of_a_loop = plan.steps_at_once
        self.switch(plan.mode)
        # What was drawn while the model was made depends on how it is made.
        tf.random.set_seed(plan.seed)

    def loss_of(self, outputs: Any, y: Any, smoothing: float = 0.0) -> Any:
        """The mean over all that counts. Not `keras.losses`, which takes logits from behind a softmax
        and leaves masked positions out: the other lanes know neither."""
        outputs = in_float32(outputs)
        if self.own_loss:
            return tf.reduce_mean(self.own_loss(outputs, y))
        y, weights = labels_of(y)
        if not self.knows_accuracy:
            losses = tf.math.squared_difference(outputs, y)
            if weights is None:
                return tf.reduce_mean(losses)
            counted = as_labels(weights, y) * tf.ones_like(y)
            return tf.reduce_sum(losses * counted) / tf.reduce_sum(counted)
        counts = tf.not_equal(y, IGNORED)
        labels = tf.where(counts, y, tf.zeros_like(y))
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, outputs)
        if smoothing:
            even = -tf.reduce_mean(tf.nn.log_softmax(outputs), -1)
            losses = (1 - smoothing) * losses + smoothing * even
        counted = tf.cast(counts, tf.float32)
        if weights is not None:
            counted *= as_labels(weights, y)
        return tf.reduce_sum(losses * counted) / tf.reduce_sum(counted)

    def returned(self, x: Any, training: bool) -> Any:
        inputs, named = self.takes.given(x)
        return self.model(*inputs, **named, **self.told[training])

    def loop(self, xs: Any, ys: Any) -> Any:
        """A step for each of the stacked batches, in one program; AutoGraph makes it a `tf.while_loop`."""
        count = tf.nest.flatten(xs)[0].shape[0]
        losses = tf.TensorArray(tf.float32, count, element_shape=())
        for at in tf.range(count):
            x, y = tf.nest.map_structure(lambda one: one[at], (xs, ys))  # noqa: B023
            losses = losses.write(at, self.step(x, y))
        return losses.stack()

    def step(self, x: Any, y: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = self.loss_of(self.returned(x, training=True), y, self.smoothing)
            if penalties := self.model.losses:
                loss += tf.add_n(penalties)
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply(gradients, self.model.trainable_variables)
        return loss

    def switch(self, mode: str) -> None:
        self.run_steps = self.steps_in_mode.get(mode)
        self.steps_at_once = self.steps_of_a_loop if self.run_steps else 1
        mode = STEP_BY_STEP.get(mode, mode)
        self.run_step = self.step_in_mode[mode]
        self.run_score = self.score_in_mode[mode]

    def program(self, steps: int) -> Callable[..., Any]:
        """What makes a chunk of so many steps, whole or step by step."""
        return self.run_steps if self.run_steps and steps == self.steps_at_once else self.run_step

    def train(self, batches: Sequence[Batch]) -> list[float]:
        with tf.device(self.device):
            if self.run_steps and len(batches) == self.steps_at_once:
                losses: Any = self.run(self.run_steps, *stacked(batches))
            else:
                losses = [self.run(self.run_step, x, y) for x, y in batches]
        if self.device == "/GPU:0":
            tf.test.experimental.sync_devices()
        # In one copy; on the CPU the step itself has waited.
        return tf.stack(losses).numpy().tolist()  # type: ignore[no-any-return]

    def set_learning_rate(self, rate: float) -> None:
        self.optimizer.learning_rate = rate

    def ready(self, batch: Batch) -> Batch:
        return batch

    def run(self, function: Callable[..., Any], x: Tree, y: Tree) -> Any:
        if isinstance(function, Fit):
            return function(x, y)  # which feeds the trainer itself
        return self.programs.of(function, x, y)(*mapped(tf.constant, (x, y)))

    def score(self, x: Any, y: Any) -> Any:
        """Loss, accuracy, how far the outputs are from being probabilities, and the workload's own
        figures, from one pass."""
        outputs = in_float32(self.returned(x, training=False))
        loss = self.loss_of(outputs, y)
        y, weights = labels_of(y)
        own = self.own_metrics(outputs, y) if self.own_metrics else {}
        own = {name: tf.reduce_mean(tf.cast(each, tf.float32)) for name, each in own.items()}
        if not self.knows_accuracy:
            return tf.stack([loss, loss, tf.ones_like(loss)]), own
        counted = tf.cast(tf.not_equal(y, IGNORED), tf.float32)
        if weights is not None:
            counted *= as_labels(weights, y)
        right = tf.cast(tf.equal(tf.argmax(outputs, -1, output_type=y.dtype), y), tf.float32)
        share = tf.reduce_sum(right * counted) / tf.reduce_sum(counted)
        from_one = tf.reduce_max(tf.abs(tf.reduce_sum(outputs, -1) - 1))
        return tf.stack([loss, share, tf.maximum(from_one, -tf.reduce_min(outputs))]), own

    def evaluate(self, pieces: Iterable[Batch]) -> list[Score]:
        with tf.device(self.device), self.at_rest():
            found = [self.run(self.run_score, x, y) for x, y in pieces]
            rows = tf.stack([numbers for numbers, _ in found]).numpy().tolist()
        return [self._score(own, *row) for (_, own), row in zip(found, rows, strict=True)]

    def _score(self, own: dict[str, Any], loss: float, accuracy: float, off: float) -> Score:
        metrics = {name: float(figure) for name, figure in own.items()}
        if not self.knows_accuracy:
            return Score(loss, None, metrics)
        return Score(loss, accuracy, metrics, off < NEARLY)

    @contextmanager
    def at_rest(self, *, weights_too: bool = False) -> Iterator[None]:
        """Statistics, seeds and other state that no gradient moves are afterwards as before."""
        kept = self.model.variables if weights_too else self.model.non_trainable_variables
        before = [(each, tf.identity(each.value)) for each in (*kept, *untracked(self.model))]
        try:
            yield
        finally:
            for variable, value in before:
                variable.assign(value)

    def look(self, x: Tree) -> Look:
        with tf.device(self.device):
            inputs = mapped(tf.constant, x)
            try:
                # Traced, never run.
                forward = tf.function(lambda given: self.returned(given, training=True))
                program = forward.get_concrete_function(inputs)
                returned, draws = program.structured_outputs, _draws(program)
                products = product_types(program)
            except Exception:
                with self.at_rest(weights_too=True):  # a forward that no graph can hold
                    returned = self.returned(inputs, training=True)
                draws, products = None, []
        shape = shape_of(returned, anything=self.own_loss is not None)
        if not hasattr(returned, "shape"):
            self.fit.against = (
                "the trainer gives a loss one array of outputs, and it returns several"
            )
        elif not self.takes.in_one(x):
            self.fit.against = "the trainer gives all inputs as one argument"
        return Look(shape, draws, self._notes(products))

    def _notes(self, products: list[str]) -> tuple[str, ...]:
        """What must be known of its products, and what the framework's own trainer would do otherwise."""
        kind = "cuda" if self.device == "/GPU:0" else "cpu"
        notes = [*exceptions(self.precision, kind, products)]
        if (self.precision, kind) == ("bf16", "cpu"):
            notes.append(SUMS)
        if self.model.losses:
            notes.append(
                "the model's own penalties (regularizers, add_loss) count in the training loss and its "
                "gradient, as Keras' fit has it; the other lanes have only what their models compute"
            )
        notes += [
            f"the model's own {name} is not called: all lanes train by one rule"
            for name in own_rules(self.model)
        ]
        if self.came_compiled:
            notes.append(
                "the model's compile(...) is not used: loss and optimizer are those of the run"
            )
        return tuple(notes)

    def entry_beyond(self, x: Tree) -> tuple[int, int] | None:
        with tf.device("/CPU:0"), self.at_rest():
            return entry_beyond(
                self.model, x, lambda: self.returned(mapped(tf.constant, x), training=False)
            )

    def watch_compiles(self, on_compile: OnCompile) -> KerasCompileWatch:
        return KerasCompileWatch(self, on_compile)

    def allocator_memory(self) -> AllocatorMemory | None:
        if self.device != "/GPU:0":
            return None
        memory = tf.config.experimental.get_memory_info("GPU:0")
        return AllocatorMemory(used=int(memory["current"]), peak=int(memory["peak"]))


def _reseed(model: Any, seed: int) -> None:
    """Have every generator of a model's layers follow from the run's seed."""
    for layer in model._flatten_layers():
        for generator in layer._seed_generators:
            first, *rest = generator.state.numpy().tolist()
            generator.state.assign([(first + seed * 0x9E3779B1) % (1 << 32), *rest])


def _draws(program: Any) -> bool:
    """Whether a traced program, or one that it calls, draws random numbers."""
    definition = program.graph.as_graph_def()
    nodes = [*definition.node, *(n for one in definition.library.function for n in one.node_def)]
    return any("Random" in node.op or "Multinomial" in node.op for node in nodes)


def as_labels(weights: Any, labels: Any) -> Any:
    """Weights of examples or of labels, so that they can be multiplied with the latter."""
    for _ in range(len(labels.shape) - len(weights.shape)):
        weights = weights[..., None]
    return weights


def in_float32(outputs: Any) -> Any:
    """What a model returned, floats as float32: a tensor, or whatever an own loss takes."""
    return tf.nest.map_structure(
        lambda one: (
            tf.cast(one, tf.float32) if tf.is_tensor(one) and one.dtype.is_floating else one
        ),
        outputs,
    )
