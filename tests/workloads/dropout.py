"""Four quarters of a plane: dropout after both hidden layers, and noise from the model's own generator."""

import numpy as np

DEFAULTS = {
    "optimizer": "sgd",
    "learning_rates": {"sgd": 0.05, "adam": 0.003, "adamw": 0.003},
    "batch_size": 64,
}
HIDDEN, CLASSES, RATE, NOISE = 16, 4, 0.5, 0.1


def data():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(420, 2)).astype(np.float32)
    y = ((x[:, 0] > 0) + 2 * (x[:, 1] > 0)).astype(np.int32)
    return x[:320], y[:320], x[320:], y[320:]


def weights(rng):
    sizes = [(2, HIDDEN), (HIDDEN, HIDDEN), (HIDDEN, CLASSES)]
    made = {}
    for n, (inputs, outputs) in enumerate(sizes):
        made[f"w{n}"] = rng.normal(0, np.sqrt(2 / inputs), (inputs, outputs)).astype(np.float32)
        made[f"b{n}"] = np.zeros(outputs, np.float32)
    return made


def torch_model(weights, seed):
    import torch
    from torch import nn

    class Noise(nn.Module):
        def __init__(self):
            super().__init__()
            self.generator = torch.Generator().manual_seed(seed)

        def forward(self, x):
            if not self.training:
                return x
            return x + NOISE * torch.randn(x.shape, generator=self.generator)

    model = nn.Sequential(
        Noise(),
        nn.Linear(2, HIDDEN),
        nn.ReLU(),
        nn.Dropout(RATE),
        nn.Linear(HIDDEN, HIDDEN),
        nn.ReLU(),
        nn.Dropout(RATE),
        nn.Linear(HIDDEN, CLASSES),
    )
    with torch.no_grad():
        for n, layer in enumerate((model[1], model[4], model[7])):
            layer.weight.copy_(torch.from_numpy(weights[f"w{n}"].T))
            layer.bias.copy_(torch.from_numpy(weights[f"b{n}"]))
    return model


def keras_model(weights, seed):
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((2,)),
            layers.GaussianNoise(NOISE, seed=seed),
            layers.Dense(HIDDEN, activation="relu"),
            layers.Dropout(RATE, seed=seed + 1),
            layers.Dense(HIDDEN, activation="relu"),
            layers.Dropout(RATE, seed=seed + 2),
            layers.Dense(CLASSES),
        ]
    )
    for n, at in enumerate((1, 3, 5)):
        model.layers[at].set_weights([weights[f"w{n}"], weights[f"b{n}"]])
    return model


def jax_model(weights, seed):
    from functools import partial

    import jax
    from flax import nnx
    from jax import numpy as jnp

    class Noisy(nnx.Module):
        def __init__(self, rngs):
            zeros = nnx.initializers.zeros_init()
            linear = partial(nnx.Linear, kernel_init=zeros, rngs=rngs)
            self.noise = rngs.noise.fork()
            self.hidden0 = linear(2, HIDDEN)
            self.hidden1 = linear(HIDDEN, HIDDEN)
            self.output = linear(HIDDEN, CLASSES)
            self.dropout0 = nnx.Dropout(RATE, rngs=rngs)
            self.dropout1 = nnx.Dropout(RATE, rngs=rngs)

        def __call__(self, x, *, deterministic):
            if not deterministic:
                x = x + NOISE * jax.random.normal(self.noise(), x.shape)
            x = self.dropout0(nnx.relu(self.hidden0(x)))
            x = self.dropout1(nnx.relu(self.hidden1(x)))
            return self.output(x)

    model = Noisy(nnx.Rngs(seed))
    for n, layer in enumerate((model.hidden0, model.hidden1, model.output)):
        layer.kernel[...] = jnp.asarray(weights[f"w{n}"])
        layer.bias[...] = jnp.asarray(weights[f"b{n}"])
    return model
