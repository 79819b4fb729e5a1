"""A 64-256-256-10 perceptron with ReLU on the handwritten digits."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from engines.workloads.digits import load_digits
from engines.workloads.workload import Data, Weights, dense, zeros

SIZES = (64, 256, 256, 10)


def data() -> Data:
    """Images as rows of 64 numbers in 0..1."""
    return load_digits((64,))


def weights(rng: np.random.Generator) -> Weights:
    """Kernels `w0` to `w2` of shape (inputs, outputs), biases `b0` to `b2`."""
    made: Weights = {}
    for layer, (inputs, outputs) in enumerate(pairwise(SIZES)):
        made[f"w{layer}"] = dense(rng, inputs, outputs)
        made[f"b{layer}"] = zeros(outputs)
    return made


def torch_model(weights: Weights) -> Any:
    """`torch.nn.Sequential` of Linear and ReLU."""
    import torch
    from torch import nn

    model = nn.Sequential(
        nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 10)
    )
    with torch.no_grad():
        for n, layer in enumerate((model[0], model[2], model[4])):
            layer.weight.copy_(torch.from_numpy(weights[f"w{n}"].T))
            layer.bias.copy_(torch.from_numpy(weights[f"b{n}"]))
    return model


def keras_model(weights: Weights) -> Any:
    """`keras.Sequential` of Dense layers."""
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((64,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(256, activation="relu"),
            layers.Dense(10),
        ]
    )
    for n, layer in enumerate(model.layers):
        layer.set_weights([weights[f"w{n}"], weights[f"b{n}"]])
    return model


def jax_model(weights: Weights) -> Any:
    """`nnx.Module` with three Linear layers."""
    from flax import nnx
    from jax import numpy as jnp

    class MLP(nnx.Module):
        def __init__(self, rngs: nnx.Rngs) -> None:
            self.hidden0 = nnx.Linear(64, 256, rngs=rngs)
            self.hidden1 = nnx.Linear(256, 256, rngs=rngs)
            self.output = nnx.Linear(256, 10, rngs=rngs)

        def __call__(self, x: Any) -> Any:
            x = nnx.relu(self.hidden0(x))
            x = nnx.relu(self.hidden1(x))
            return self.output(x)

    # Shapes alone: to draw numbers that are replaced at once would compile a program for each shape.
    model = nnx.eval_shape(lambda: MLP(nnx.Rngs(0)))
    for n, layer in enumerate((model.hidden0, model.hidden1, model.output)):
        layer.kernel.set_value(jnp.asarray(weights[f"w{n}"]))
        layer.bias.set_value(jnp.asarray(weights[f"b{n}"]))
    return model
