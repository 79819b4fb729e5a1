"""A small convolutional network on the handwritten digits: 3x3x32, 3x3x64, 2x2 max-pool, dense."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.workloads.digits import load_digits
from engines.workloads.workload import Data, Weights, dense, he_uniform, zeros


def data() -> Data:
    """Images as (8, 8, 1), channels last, in 0..1."""
    return load_digits((8, 8, 1))


def weights(rng: np.random.Generator) -> Weights:
    """Convolutions `c0`, `c1` as (3, 3, in, out); the dense kernel `w` reads 4 x 4 x 64, channels last."""
    return {
        "c0": he_uniform(rng, (3, 3, 1, 32), 9),
        "b0": zeros(32),
        "c1": he_uniform(rng, (3, 3, 32, 64), 9 * 32),
        "b1": zeros(64),
        "w": dense(rng, 4 * 4 * 64, 10),
        "b": zeros(10),
    }


def torch_model(weights: Weights) -> Any:
    """`torch.nn.Module`, channels first inside as PyTorch has it, fed channels last."""
    import torch
    from torch import nn
    from torch.nn import functional as F

    class CNN(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv0 = nn.Conv2d(1, 32, 3, padding=1)
            self.conv1 = nn.Conv2d(32, 64, 3, padding=1)
            self.output = nn.Linear(64 * 4 * 4, 10)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            x = x.permute(0, 3, 1, 2)
            x = F.relu(self.conv0(x))
            x = F.relu(self.conv1(x))
            x = F.max_pool2d(x, 2)
            return self.output(x.flatten(1))

    model = CNN()
    with torch.no_grad():
        for conv, kernel, bias in ((model.conv0, "c0", "b0"), (model.conv1, "c1", "b1")):
            conv.weight.copy_(torch.from_numpy(weights[kernel]).permute(3, 2, 0, 1))
            conv.bias.copy_(torch.from_numpy(weights[bias]))
        kernel = torch.from_numpy(weights["w"]).reshape(4, 4, 64, 10)
        model.output.weight.copy_(kernel.permute(3, 2, 0, 1).reshape(10, 64 * 4 * 4))
        model.output.bias.copy_(torch.from_numpy(weights["b"]))
    return model


def keras_model(weights: Weights) -> Any:
    """`keras.Sequential`, channels last."""
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    model.layers[0].set_weights([weights["c0"], weights["b0"]])
    model.layers[1].set_weights([weights["c1"], weights["b1"]])
    model.layers[4].set_weights([weights["w"], weights["b"]])
    return model


def jax_model(weights: Weights) -> Any:
    """`nnx.Module`, channels last."""
    from flax import nnx
    from jax import numpy as jnp

    class CNN(nnx.Module):
        def __init__(self, rngs: nnx.Rngs) -> None:
            self.conv0 = nnx.Conv(1, 32, (3, 3), rngs=rngs)
            self.conv1 = nnx.Conv(32, 64, (3, 3), rngs=rngs)
            self.output = nnx.Linear(4 * 4 * 64, 10, rngs=rngs)

        def __call__(self, x: Any) -> Any:
            x = nnx.relu(self.conv0(x))
            x = nnx.relu(self.conv1(x))
            x = nnx.max_pool(x, window_shape=(2, 2), strides=(2, 2))
            return self.output(x.reshape(x.shape[0], -1))

    # Shapes alone: to draw numbers that are replaced at once would compile a program for each shape.
    model = nnx.eval_shape(lambda: CNN(nnx.Rngs(0)))
    layers = ((model.conv0, "c0", "b0"), (model.conv1, "c1", "b1"), (model.output, "w", "b"))
    for layer, kernel, bias in layers:
        layer.kernel.set_value(jnp.asarray(weights[kernel]))
        layer.bias.set_value(jnp.asarray(weights[bias]))
    return model
