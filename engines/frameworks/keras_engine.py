"""Keras on TensorFlow: a Keras model and optimizer, a `GradientTape` step under `tf.function`."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import tensorflow as tf

from engines.frameworks.engine import (
    AllocatorMemory,
    Batch,
    OnCompile,
    Plan,
    Unavailable,
)
from engines.frameworks.keras_compiles import KerasCompileWatch
from engines.frameworks.keras_optimizers import make_optimizer
from engines.workloads.workload import Array


class KerasEngine:
    """A `keras.Model` and a `keras.optimizers` optimizer."""

    def __init__(self, plan: Plan) -> None:
        gpus = tf.config.list_physical_devices("GPU")
        if plan.device_kind == "cuda" and not gpus:
            raise Unavailable(
                f"TensorFlow {tf.__version__} sees no GPU here: install tensorflow[and-cuda], "
                "or use keras@cpu."
            )
        tf.config.experimental.enable_tensor_float_32_execution(plan.precision == "tf32")
        if plan.precision == "bf16":
            keras.config.set_dtype_policy("mixed_bfloat16")
        self.version = f"{keras.__version__} (TensorFlow {tf.__version__})"
        self.device = "/GPU:0" if plan.device_kind == "cuda" else "/CPU:0"
        self.device_name = (
            tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU")
            if plan.device_kind == "cuda"
            else "cpu"
        )
        with tf.device(self.device):
            self.model = plan.workload.models["keras"](plan.weights)
            self.optimizer = make_optimizer(plan.optimization)
            # Built here, or the first call of a tf.function traces twice.
            self.optimizer.build(self.model.trainable_variables)
        self.parameters = sum(
            int(tf.size(variable.value)) for variable in self.model.trainable_variables
        )
        # 0 is TensorFlow's own choice, which it does not tell; nor what its environment asks for.
        self.threads = tf.config.threading.get_intra_op_parallelism_threads() or None
        if plan.workload.loss == "mean_squared_error":
            self.loss_function: Any = keras.losses.MeanSquaredError()
        else:
            self.loss_function = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        self.knows_accuracy = plan.workload.loss == "cross_entropy"
        self.step_in_mode: dict[str, Callable[..., Any]] = {
            "eager": self.step,
            "graph": tf.function(self.step),
            "xla": tf.function(self.step, jit_compile=True),
        }
        self.evaluation = tf.function(self.loss_and_accuracy)
        self.switch(plan.mode)

    def step(self, x: Any, y: Any) -> Any:
        with tf.GradientTape() as tape:
            outputs = self.model(x, training=True)
            loss = self.loss_function(y, outputs)
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply(gradients, self.model.trainable_variables)
        return loss

    def switch(self, mode: str) -> None:
        self.run_step = self.step_in_mode[mode]

    def set_learning_rate(self, rate: float) -> None:
        self.optimizer.learning_rate = rate

    def train(self, batches: Sequence[Batch]) -> list[float]:
        losses = []
        with tf.device(self.device):
            for x, y in batches:
                losses.append(self.run_step(tf.constant(x), tf.constant(y)))
        if self.device == "/GPU:0":
            tf.test.experimental.sync_devices()
        return [float(loss) for loss in losses]  # on the CPU the step itself has waited

    def loss_and_accuracy(self, x: Any, y: Any) -> tuple[Any, Any]:
        outputs = self.model(x, training=False)
        loss = self.loss_function(y, outputs)
        if not self.knows_accuracy:
            return loss, loss
        right = tf.equal(tf.argmax(outputs, -1, output_type=tf.int32), y)
        return loss, tf.reduce_mean(tf.cast(right, tf.float32))

    def evaluate(self, x: Array, y: Array) -> tuple[float, float | None]:
        with tf.device(self.device):
            loss, accuracy = self.evaluation(tf.constant(x), tf.constant(y))
        return float(loss), float(accuracy) if self.knows_accuracy else None

    def logits_shape(self, x: Array) -> tuple[int, ...]:
        with tf.device(self.device):
            return tuple(self.model(tf.constant(x), training=False).shape)

    def watch_compiles(self, on_compile: OnCompile) -> KerasCompileWatch:
        return KerasCompileWatch(self, on_compile)

    def allocator_memory(self) -> AllocatorMemory | None:
        if self.device != "/GPU:0":
            return None
        memory = tf.config.experimental.get_memory_info("GPU:0")
        return AllocatorMemory(used=int(memory["current"]), peak=int(memory["peak"]))
