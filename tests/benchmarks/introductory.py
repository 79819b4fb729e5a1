"""The loop of each framework's own introductory example, for digits-mlp.

`python -m tests.benchmarks.introductory FRAMEWORK STEPS` prints `ready`, then the median step in
milliseconds.
torch: the Quickstart's DataLoader loop with SGD. keras: `model.fit` as in the "Simple MNIST"
example. jax: the Flax NNX MNIST tutorial's `nnx.jit` train step with its metrics. Model, batch
size and learning rate are those of digits-mlp; cores and threads are those of a lane.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from engines.cores import use_cores
from engines.device import find_machine, parse_device
from engines.supervisor.launch import environment
from engines.workloads import digits_mlp

BATCH = 64
RATE = 0.05
CHUNK = 10


def torch_quickstart(steps: int, tick: Callable[[], None]) -> None:
    """https://docs.pytorch.org/tutorials/beginner/basics/quickstart_tutorial.html"""
    import numpy as np
    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    data = digits_mlp.data()
    model = digits_mlp.torch_model(digits_mlp.weights(np.random.default_rng(0)))
    examples = TensorDataset(torch.from_numpy(data.x_train), torch.from_numpy(data.y_train).long())
    loader = DataLoader(examples, batch_size=BATCH, shuffle=True, drop_last=True)
    loss_fn = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE, momentum=0.9)
    model.train()
    done = 0
    while done < steps:
        for x, y in loader:
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            done += 1
            if done % CHUNK == 0:
                loss.item()
                tick()


def keras_fit(steps: int, tick: Callable[[], None]) -> None:
    """https://keras.io/examples/vision/mnist_convnet/"""
    import keras
    import numpy as np

    data = digits_mlp.data()
    model = digits_mlp.keras_model(digits_mlp.weights(np.random.default_rng(0)))
    model.compile(
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        optimizer=keras.optimizers.SGD(RATE, momentum=0.9),
        metrics=["accuracy"],
    )

    class Tick(keras.callbacks.Callback):  # type: ignore[misc]
        done = 0

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            self.done += 1
            if self.done % CHUNK == 0:
                tick()

    per_epoch = len(data.x_train) // BATCH
    count = per_epoch * BATCH
    model.fit(
        data.x_train[:count],
        data.y_train[:count],
        batch_size=BATCH,
        epochs=steps // per_epoch + 1,
        verbose=0,
        callbacks=[Tick()],
    )


def flax_tutorial(steps: int, tick: Callable[[], None]) -> None:
    """https://flax.readthedocs.io/en/latest/mnist_tutorial.html"""
    import numpy as np
    import optax
    from flax import nnx

    data = digits_mlp.data()
    model = digits_mlp.jax_model(digits_mlp.weights(np.random.default_rng(0)))
    optimizer = nnx.Optimizer(model, optax.sgd(RATE, momentum=0.9), wrt=nnx.Param)
    metrics = nnx.MultiMetric(accuracy=nnx.metrics.Accuracy(), loss=nnx.metrics.Average("loss"))

    def loss_fn(model: Any, x: Any, y: Any) -> Any:
        logits = model(x)
        return optax.softmax_cross_entropy_with_integer_labels(
            logits=logits, labels=y
        ).mean(), logits

    @nnx.jit
    def train_step(model: Any, optimizer: Any, metrics: Any, x: Any, y: Any) -> None:
        (loss, logits), grads = nnx.value_and_grad(loss_fn, has_aux=True)(model, x, y)
        metrics.update(loss=loss, logits=logits, labels=y)
        optimizer.update(model, grads)

    rng = np.random.default_rng(0)
    done = 0
    while done < steps:
        order = rng.permutation(len(data.x_train))
        for at in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[at : at + BATCH]
            train_step(model, optimizer, metrics, data.x_train[chosen], data.y_train[chosen])
            done += 1
            if done % CHUNK == 0:
                metrics.compute()["loss"].block_until_ready()
                metrics.reset()
                tick()


LOOPS = {"torch": torch_quickstart, "keras": keras_fit, "jax": flax_tutorial}


def main() -> None:
    """Run one loop and print its median step."""
    framework, steps = sys.argv[1], int(sys.argv[2])
    device = parse_device("cpu", find_machine())
    use_cores(device.cores, all_threads=False)
    os.environ |= environment(device, len(device.cores))
    ticks: list[float] = []
    print("ready", flush=True)
    LOOPS[framework](steps, lambda: ticks.append(time.perf_counter()))
    chunks = [(end - begin) / CHUNK for begin, end in pairwise(ticks[2:])]
    print(statistics.median(chunks) * 1000)


if __name__ == "__main__":
    main()
