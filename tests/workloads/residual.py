"""Which quarter of an image is brightest: convolutions, batch normalisation and residual blocks."""

import numpy as np

DEFAULTS = {
    "optimizer": "sgd",
    "learning_rates": {"sgd": 0.02, "adam": 0.0005, "adamw": 0.0005},
    "batch_size": 32,
}
SIDE, WIDE, BLOCKS, CLASSES = 6, 8, 2, 4
# Flax and Keras keep this share of a running statistic, PyTorch takes in the rest.
KEPT, EPSILON = 0.9, 1e-5


def data():
    rng = np.random.default_rng(3)
    x = rng.normal(1, 1, (480, SIDE, SIDE, 2)).astype(np.float32)
    half = SIDE // 2
    quarters = x[..., 0].reshape(-1, 2, half, 2, half).mean((2, 4)).reshape(-1, CLASSES)
    y = quarters.argmax(1).astype(np.int32)
    return x[:384], y[:384], x[384:], y[384:]


def weights(rng):
    def kernel(*shape):
        return rng.normal(0, np.sqrt(2 / np.prod(shape[:-1])), shape).astype(np.float32)

    made = {"first": kernel(3, 3, 2, WIDE)}
    for block in range(BLOCKS):
        made |= {f"{block}{part}": kernel(3, 3, WIDE, WIDE) for part in "ab"}
    return made | {
        "w": kernel(WIDE * SIDE * SIDE, CLASSES) / 4,
        "b": np.zeros(CLASSES, np.float32),
    }


def torch_model(weights):
    import torch
    from torch import nn

    def conv(kernel):
        outputs, inputs = kernel.shape[3], kernel.shape[2]
        made = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        with torch.no_grad():
            made.weight.copy_(torch.from_numpy(kernel.transpose(3, 2, 0, 1)))
        return made

    def norm():
        return nn.BatchNorm2d(WIDE, eps=EPSILON, momentum=1 - KEPT)

    class Block(nn.Module):
        def __init__(self, first, second):
            super().__init__()
            self.conv0, self.norm0, self.conv1, self.norm1 = (
                conv(first),
                norm(),
                conv(second),
                norm(),
            )

        def forward(self, x):
            inner = torch.relu(self.norm0(self.conv0(x)))
            return torch.relu(x + self.norm1(self.conv1(inner)))

    class Residual(nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.norm = conv(weights["first"]), norm()
            self.blocks = nn.Sequential(
                *(Block(weights[f"{n}a"], weights[f"{n}b"]) for n in range(BLOCKS))
            )
            self.output = nn.Linear(WIDE * SIDE * SIDE, CLASSES)

        def forward(self, x):
            x = torch.relu(self.norm(self.first(x.permute(0, 3, 1, 2))))
            x = self.blocks(x)
            return self.output(x.permute(0, 2, 3, 1).flatten(1))

    model = Residual()
    with torch.no_grad():
        model.output.weight.copy_(torch.from_numpy(weights["w"].T))
        model.output.bias.copy_(torch.from_numpy(weights["b"]))
    return model


def keras_model(weights):
    import keras
    from keras import layers

    def conv(x, name):
        made = layers.Conv2D(WIDE, 3, padding="same", use_bias=False)
        x = made(x)
        made.set_weights([weights[name]])
        return x

    def norm(x):
        return layers.BatchNormalization(epsilon=EPSILON, momentum=KEPT)(x)

    inputs = keras.Input((SIDE, SIDE, 2))
    x = layers.ReLU()(norm(conv(inputs, "first")))
    for block in range(BLOCKS):
        inner = layers.ReLU()(norm(conv(x, f"{block}a")))
        x = layers.ReLU()(x + norm(conv(inner, f"{block}b")))
    output = layers.Dense(CLASSES)
    model = keras.Model(inputs, output(layers.Flatten()(x)))
    output.set_weights([weights["w"], weights["b"]])
    return model


def jax_model(weights):
    from flax import nnx
    from jax import numpy as jnp

    zeros = nnx.initializers.zeros_init()

    def conv(name, rngs):
        kernel = jnp.asarray(weights[name])
        inputs, outputs = kernel.shape[2:]
        made = nnx.Conv(
            inputs, outputs, (3, 3), padding="SAME", use_bias=False, kernel_init=zeros, rngs=rngs
        )
        made.kernel[...] = kernel
        return made

    def norm(rngs):
        return nnx.BatchNorm(WIDE, epsilon=EPSILON, momentum=KEPT, rngs=rngs)

    class Block(nnx.Module):
        def __init__(self, n, rngs):
            self.conv0, self.norm0 = conv(f"{n}a", rngs), norm(rngs)
            self.conv1, self.norm1 = conv(f"{n}b", rngs), norm(rngs)

        def __call__(self, x):
            inner = nnx.relu(self.norm0(self.conv0(x)))
            return nnx.relu(x + self.norm1(self.conv1(inner)))

    class Residual(nnx.Module):
        def __init__(self, rngs):
            self.first, self.norm = conv("first", rngs), norm(rngs)
            self.blocks = nnx.List([Block(n, rngs) for n in range(BLOCKS)])
            self.output = nnx.Linear(WIDE * SIDE * SIDE, CLASSES, kernel_init=zeros, rngs=rngs)

        def __call__(self, x):
            x = nnx.relu(self.norm(self.first(x)))
            for block in self.blocks:
                x = block(x)
            return self.output(x.reshape(len(x), -1))

    model = Residual(nnx.Rngs(0))
    model.output.kernel[...] = jnp.asarray(weights["w"])
    model.output.bias[...] = jnp.asarray(weights["b"])
    return model
