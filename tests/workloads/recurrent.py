"""Whether a short sequence sums to more than nothing: an LSTM, whose last output is classified."""

import numpy as np

DEFAULTS = {
    "optimizer": "sgd",
    "learning_rates": {"sgd": 0.1, "adam": 0.005, "adamw": 0.005},
    "batch_size": 32,
}
LENGTH, INPUTS, HIDDEN, CLASSES = 6, 4, 8, 2


def data():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(400, LENGTH, INPUTS)).astype(np.float32)
    y = (x.sum((1, 2)) > 0).astype(np.int32)
    return x[:320], y[:320], x[320:], y[320:]


def weights(rng):
    """Gates stand as input, forget, cell, output, side by side, as Keras and PyTorch have them."""
    return {
        "input": rng.normal(0, 0.4, (INPUTS, 4 * HIDDEN)).astype(np.float32),
        "hidden": rng.normal(0, 0.3, (HIDDEN, 4 * HIDDEN)).astype(np.float32),
        "bias": np.repeat(np.array([0, 1, 0, 0], np.float32), HIDDEN),
        "w": rng.normal(0, 0.4, (HIDDEN, CLASSES)).astype(np.float32),
        "b": np.zeros(CLASSES, np.float32),
    }


def torch_model(weights):
    import torch
    from torch import nn

    class Recurrent(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(INPUTS, HIDDEN, batch_first=True)
            self.output = nn.Linear(HIDDEN, CLASSES)

        def forward(self, x):
            return self.output(self.lstm(x)[0][:, -1])

    model = Recurrent()
    with torch.no_grad():
        model.lstm.weight_ih_l0.copy_(torch.from_numpy(weights["input"].T))
        model.lstm.weight_hh_l0.copy_(torch.from_numpy(weights["hidden"].T))
        model.lstm.bias_ih_l0.copy_(torch.from_numpy(weights["bias"]))
        # PyTorch has two biases, which would learn at twice the rate of one: this one stays at zero.
        model.lstm.bias_hh_l0.zero_().requires_grad_(False)
        model.output.weight.copy_(torch.from_numpy(weights["w"].T))
        model.output.bias.copy_(torch.from_numpy(weights["b"]))
    return model


def keras_model(weights):
    import keras
    from keras import layers

    model = keras.Sequential(
        [keras.Input((LENGTH, INPUTS)), layers.LSTM(HIDDEN), layers.Dense(CLASSES)]
    )
    model.layers[0].set_weights([weights["input"], weights["hidden"], weights["bias"]])
    model.layers[1].set_weights([weights["w"], weights["b"]])
    return model


def jax_model(weights):
    from flax import nnx
    from jax import numpy as jnp

    class Recurrent(nnx.Module):
        def __init__(self, rngs):
            zeros = nnx.initializers.zeros_init()
            cell = nnx.OptimizedLSTMCell(
                INPUTS, HIDDEN, kernel_init=zeros, recurrent_kernel_init=zeros, rngs=rngs
            )
            self.lstm = nnx.RNN(cell, rngs=rngs)
            self.output = nnx.Linear(HIDDEN, CLASSES, kernel_init=zeros, rngs=rngs)

        def __call__(self, x):
            return self.output(self.lstm(x)[:, -1])

    model = Recurrent(nnx.Rngs(0))
    model.lstm.cell.dense_i.kernel[...] = jnp.asarray(weights["input"])
    model.lstm.cell.dense_h.kernel[...] = jnp.asarray(weights["hidden"])
    model.lstm.cell.dense_h.bias[...] = jnp.asarray(weights["bias"])
    model.output.kernel[...] = jnp.asarray(weights["w"])
    model.output.bias[...] = jnp.asarray(weights["b"])
    return model
