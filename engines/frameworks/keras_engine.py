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
from engines.frameworks.forward import arguments, build, mode_arguments
from engines.frameworks.keras_compiles import KerasCompileWatch
from engines.frameworks.keras_fit import Fit, own_rules
from engines.frameworks.keras_optimizers import make_optimizer
from engines.frameworks.keras_products import product_types
from engines.frameworks.keras_programs import Programs
from engines.frameworks.keras_tables import entry_beyond
from engines.frameworks.products import exceptions
from engines.frameworks.stacked import stacked
from engines.workloads.examine import require_model
from engines.workloads.model_output import NoArray, shape_of
from engines.workloads.workload import IGNORED, Array

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
        self.step_in_mode: dict[str, Callable[..., Any]] = {
            "eager": self.step,
            "graph": tf.function(self.step),
            "xla": tf.function(self.step, jit_compile=True),
        }
        self.steps_in_mode: dict[str, Callable[..., Any]] = {
            "loop": tf.function(self.loop),
            "xla-loop": tf.function(self.loop, jit_compile=True),
            "fit": Fit(
                self.model, self.optimizer, self.loss_of, self.told[True], plan.steps_at_once
            ),
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

    def loss_of(self, outputs: Any, y: Any) -> Any:
        """The mean over all that counts. Not `keras.losses`, which takes logits from behind a softmax
        and leaves masked positions out: the other lanes know neither."""
        outputs = tf.cast(outputs, tf.float32)
        if not self.knows_accuracy:
            return tf.reduce_mean(tf.math.squared_difference(outputs, y))
        counts = tf.not_equal(y, IGNORED)
        labels = tf.where(counts, y, tf.zeros_like(y))
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, outputs)
        counted = tf.cast(counts, tf.float32)
        return tf.reduce_sum(losses * counted) / tf.reduce_sum(counted)

    def step(self, x: Any, y: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = self.loss_of(self.model(x, **self.told[True]), y)
            if penalties := self.model.losses:
                loss += tf.add_n(penalties)
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply(gradients, self.model.trainable_variables)
        return loss

    def loop(self, xs: Any, ys: Any) -> Any:
        """A step for each of the stacked batches, in one program; AutoGraph makes it a `tf.while_loop`."""
        losses = tf.TensorArray(tf.float32, xs.shape[0], element_shape=())
        for at in tf.range(xs.shape[0]):
            losses = losses.write(at, self.step(xs[at], ys[at]))
        return losses.stack()

    def switch(self, mode: str) -> None:
        self.run_steps = self.steps_in_mode.get(mode)
        self.steps_at_once = self.steps_of_a_loop if self.run_steps else 1
        mode = STEP_BY_STEP.get(mode, mode)
        self.run_step = self.step_in_mode[mode]
        self.run_score = self.score_in_mode[mode]

    def program(self, steps: int) -> Callable[..., Any]:
        """What makes a chunk of so many steps, whole or step by step."""
        return self.run_steps if self.run_steps and steps == self.steps_at_once else self.run_step

    def set_learning_rate(self, rate: float) -> None:
        self.optimizer.learning_rate = rate

    def ready(self, batch: Batch) -> Batch:
        return batch

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

    def run(self, function: Callable[..., Any], x: Array, y: Array) -> Any:
        if isinstance(function, Fit):
            return function(x, y)  # which feeds the trainer itself
        return self.programs.of(function, x, y)(tf.constant(x), tf.constant(y))

    def score(self, x: Any, y: Any) -> Any:
        """Loss, accuracy, and how far the outputs are from being probabilities, from one pass."""
        outputs = tf.cast(self.model(x, **self.told[False]), tf.float32)
        loss = self.loss_of(outputs, y)
        if not self.knows_accuracy:
            return tf.stack([loss, loss, tf.ones_like(loss)])
        counts = tf.not_equal(y, IGNORED)
        right = tf.logical_and(counts, tf.equal(tf.argmax(outputs, -1, output_type=y.dtype), y))
        share = tf.reduce_sum(tf.cast(right, tf.float32)) / tf.reduce_sum(
            tf.cast(counts, tf.float32)
        )
        from_one = tf.reduce_max(tf.abs(tf.reduce_sum(outputs, -1) - 1))
        return tf.stack([loss, share, tf.maximum(from_one, -tf.reduce_min(outputs))])

    def evaluate(self, pieces: Iterable[Batch]) -> list[Score]:
        with tf.device(self.device), self.at_rest():
            found = [self.run(self.run_score, x, y) for x, y in pieces]
            numbers = tf.stack(found).numpy().tolist()
        return [
            Score(loss, accuracy, off < NEARLY) if self.knows_accuracy else Score(loss, None)
            for loss, accuracy, off in numbers
        ]

    @contextmanager
    def at_rest(self, *, weights_too: bool = False) -> Iterator[None]:
        """Statistics, seeds and other state that no gradient moves are afterwards as before."""
        kept = self.model.variables if weights_too else self.model.non_trainable_variables
        before = [(each, tf.identity(each.value)) for each in kept]
        try:
            yield
        finally:
            for variable, value in before:
                variable.assign(value)

    def look(self, x: Array) -> Look:
        with tf.device(self.device):
            inputs = tf.constant(x)
            try:
                # Traced, never run.
                forward = tf.function(lambda given: self.model(given, **self.told[True]))
                program = forward.get_concrete_function(inputs)
                shape, draws = shape_of(program.structured_outputs), _draws(program)
                products = product_types(program)
            except NoArray:
                raise
            except Exception:
                with self.at_rest(weights_too=True):  # a forward that no graph can hold
                    outputs = self.model(inputs, **self.told[True])
                shape, draws, products = shape_of(outputs), None, []
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

    def entry_beyond(self, x: Array) -> tuple[int, int] | None:
        with tf.device("/CPU:0"), self.at_rest():
            return entry_beyond(
                self.model, x, lambda: self.model(tf.constant(x), **self.told[False])
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
