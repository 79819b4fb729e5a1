"""Keras' training loops on TensorFlow as their best users write them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf

from engines.workloads.workload import Workload
from tests.benchmarks.best_loops import (
    CHUNK,
    MOMENTUM,
    SEED,
    Chunk,
    Maker,
    Slice,
    Taken,
    by_chunk,
    now,
    since,
)

LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def made(workload: Workload) -> tuple[Any, Any]:
    model = workload.models["keras"](workload.initial_weights(SEED))
    rate = workload.learning_rates[workload.optimizer]
    if workload.optimizer == "sgd":
        return model, keras.optimizers.SGD(rate, momentum=MOMENTUM)
    return model, keras.optimizers.Adam(rate)


def step_of(workload: Workload) -> Callable[[Any, Any], Any]:
    model, optimizer = made(workload)
    optimizer.build(model.trainable_weights)

    def step(x: Any, y: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = LOSS(y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_weights)
        optimizer.apply(gradients, model.trainable_weights)
        return loss

    return step


def steps(run: Callable[[Any, Any], Any], *, concrete: bool) -> Slice:
    found: dict[str, Any] = {}

    def train(chunk: Chunk) -> list[float]:
        losses = []
        for x, y in chunk:
            given = tf.constant(x), tf.constant(y)
            if not found:
                found["step"] = run.get_concrete_function(*given) if concrete else run  # type: ignore[attr-defined]
            losses.append(found["step"](*given))
        numbers: list[float] = tf.stack(losses).numpy().tolist()
        return numbers

    return by_chunk(train)


def graph(workload: Workload, *, xla: bool = False) -> Slice:
    """https://keras.io/guides/writing_a_custom_training_loop_in_tensorflow/, as a concrete function

    (https://www.tensorflow.org/guide/function#obtaining_concrete_functions)
    """
    return steps(tf.function(step_of(workload), jit_compile=xla), concrete=True)


def xla(workload: Workload) -> Slice:
    """https://www.tensorflow.org/xla/tutorials/jit_compile, as a concrete function"""
    return graph(workload, xla=True)


def eager(workload: Workload) -> Slice:
    """https://keras.io/guides/writing_a_custom_training_loop_in_tensorflow/, before `tf.function`"""
    return steps(step_of(workload), concrete=False)


def loop(workload: Workload, *, xla: bool = False) -> Slice:
    """https://www.tensorflow.org/guide/tpu#improving_performance_with_multiple_steps_inside_tffunction"""
    step = step_of(workload)

    @tf.function(jit_compile=xla)  # type: ignore[untyped-decorator]
    def several(xs: Any, ys: Any) -> Any:
        losses = tf.TensorArray(tf.float32, size=CHUNK)
        for n in tf.range(CHUNK):
            losses = losses.write(n, step(xs[n], ys[n]))
        return losses.stack()

    def train(chunk: Chunk) -> list[float]:
        xs, ys = zip(*chunk, strict=True)
        losses: list[float] = (
            several(tf.constant(np.stack(xs)), tf.constant(np.stack(ys))).numpy().tolist()
        )
        return losses

    return by_chunk(train)


def xla_loop(workload: Workload) -> Slice:
    """https://www.tensorflow.org/xla/tutorials/jit_compile over the loop of several steps"""
    return loop(workload, xla=True)


def fit(workload: Workload) -> Slice:
    """https://keras.io/api/models/model_training_apis/#fit-method, with `steps_per_execution`"""
    model, optimizer = made(workload)
    model.compile(loss=LOSS, optimizer=optimizer, steps_per_execution=CHUNK)
    begun: list[Taken] = []
    found: list[Taken] = []

    class Tick(keras.callbacks.Callback):  # type: ignore[misc]
        def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
            begun.append(now())

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            float(logs["loss"])
            found.append(since(begun[-1]))

    def run(chunks: Sequence[Chunk]) -> list[Taken]:
        found.clear()
        examples = [np.concatenate([one[n] for chunk in chunks for one in chunk]) for n in (0, 1)]
        model.fit(
            *examples, batch_size=workload.batch_size, shuffle=False, verbose=0, callbacks=[Tick()]
        )
        return found[:]

    return run


LOOPS: dict[str, Maker] = {
    "graph": graph,
    "xla": xla,
    "eager": eager,
    "loop": loop,
    "xla-loop": xla_loop,
    "fit": fit,
}
