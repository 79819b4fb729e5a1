"""The sum of some numbers: a forward that takes its mode as an argument, and state without a gradient.

In training the hidden units are centred by their batch's mean, in evaluation by a running mean; a count of
training batches is kept beside it.
"""

import numpy as np

LOSS = "mean_squared_error"
DEFAULTS = {
    "optimizer": "sgd",
    "learning_rates": {"sgd": 0.01, "adam": 0.003, "adamw": 0.003},
    "batch_size": 32,
}
INPUTS, HIDDEN, KEPT = 4, 16, 0.9


def data():
    rng = np.random.default_rng(1)
    x = rng.normal(0.5, 1, (400, INPUTS)).astype(np.float32)
    y = x.sum(1, keepdims=True) / 2
    return x[:320], y[:320], x[320:], y[320:]


def weights(rng):
    return {
        "w0": rng.normal(0, 0.5, (INPUTS, HIDDEN)).astype(np.float32),
        "b0": np.zeros(HIDDEN, np.float32),
        "w1": rng.normal(0, 0.2, (HIDDEN, 1)).astype(np.float32),
        "b1": np.zeros(1, np.float32),
    }


def torch_model(weights):
    import torch
    from torch import nn

    class Centred(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden, self.output = nn.Linear(INPUTS, HIDDEN), nn.Linear(HIDDEN, 1)
            self.register_buffer("mean", torch.zeros(HIDDEN))
            self.register_buffer("batches", torch.zeros((), dtype=torch.int64))

        def forward(self, x, training):
            x = torch.tanh(self.hidden(x))
            mean = x.mean(0) if training else self.mean
            if training:
                with torch.no_grad():
                    self.mean.lerp_(mean, 1 - KEPT)
                    self.batches += 1
            return self.output(x - mean)

    model = Centred()
    with torch.no_grad():
        for n, layer in enumerate((model.hidden, model.output)):
            layer.weight.copy_(torch.from_numpy(weights[f"w{n}"].T))
            layer.bias.copy_(torch.from_numpy(weights[f"b{n}"]))
    return model


def keras_model(weights):
    import keras
    from keras import layers, ops

    class Centred(keras.Model):
        def __init__(self):
            super().__init__()
            self.hidden, self.output_layer = (
                layers.Dense(HIDDEN, activation="tanh"),
                layers.Dense(1),
            )
            self.mean = self.add_weight(
                shape=(HIDDEN,), initializer="zeros", trainable=False, name="mean"
            )
            self.batches = self.add_weight(
                shape=(), dtype="int32", initializer="zeros", trainable=False, name="batches"
            )

        def call(self, x, train):
            x = self.hidden(x)
            mean = ops.mean(x, axis=0) if train else self.mean
            if train:
                self.mean.assign(KEPT * self.mean + (1 - KEPT) * ops.stop_gradient(mean))
                self.batches.assign(self.batches + 1)
            return self.output_layer(x - mean)

    model = Centred()
    model(np.zeros((1, INPUTS), np.float32), train=False)
    for n, layer in enumerate((model.hidden, model.output_layer)):
        layer.set_weights([weights[f"w{n}"], weights[f"b{n}"]])
    return model


def jax_model(weights):
    import jax
    from flax import nnx
    from jax import numpy as jnp

    class Statistic(nnx.Variable):
        """State that is no parameter."""

    class Centred(nnx.Module):
        def __init__(self, rngs):
            zeros = nnx.initializers.zeros_init()
            self.hidden = nnx.Linear(INPUTS, HIDDEN, kernel_init=zeros, rngs=rngs)
            self.output = nnx.Linear(HIDDEN, 1, kernel_init=zeros, rngs=rngs)
            self.mean = Statistic(jnp.zeros(HIDDEN))
            self.batches = Statistic(jnp.zeros((), jnp.int32))

        def __call__(self, x, train):
            x = jnp.tanh(self.hidden(x))
            mean = x.mean(0) if train else self.mean[...]
            if train:
                kept = KEPT * self.mean[...] + (1 - KEPT) * jax.lax.stop_gradient(mean)
                self.mean[...] = kept
                self.batches[...] += 1
            return self.output(x - mean)

    model = Centred(nnx.Rngs(0))
    for n, layer in enumerate((model.hidden, model.output)):
        layer.kernel[...] = jnp.asarray(weights[f"w{n}"])
        layer.bias[...] = jnp.asarray(weights[f"b{n}"])
    return model
