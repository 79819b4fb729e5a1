"""Three spirals, told apart by a small perceptron: replace data and models by your own.

A workload is one Python file. fwdash calls its functions in every lane, so that all lanes start
from the same weights and see the same batches. Try this file as it is:

    fwdash run --workload THIS_FILE torch keras jax

  data()                 NumPy arrays, training and test split
  weights(rng)           the initial weights, as NumPy arrays
  torch_model(weights)   the same model in each framework, starting from these weights;
  keras_model(weights)   leave out those that you don't want to run
  jax_model(weights)

Import a framework inside its function: every lane has one framework only.

A step is done in training mode, the test loss found in evaluation mode: fwdash calls `train()` and
`eval()`, Keras models with `training=True` and False, so that dropout and batch normalisation know.
A forward that decides by itself takes an argument `training` (or `train`, `deterministic`).
"""

import numpy as np

# "cross_entropy": models return logits (batch, classes); labels are class numbers from 0, int32.
#     Labels (batch, positions) go with logits (batch, positions, classes).
# "mean_squared_error": models return float32 of exactly the labels' shape, as in (batch, 1).
# Or leave it out and write your own for each framework: torch_loss(outputs, y), keras_loss and
#     jax_loss, whose mean is taken; models may return several arrays then. Figures of the test
#     split likewise: torch_metrics(outputs, y) and its twins return {"accuracy": ..., "any": ...}.
LOSS = "cross_entropy"

# What a run takes unless the command line says otherwise; "sgd" has momentum 0.9. Optimizers are
# "sgd", "adam", "adamw" and "rmsprop"; there may be "momentum", "nesterov", "weight_decay",
# "clip_norm", "lr_schedule" and "warmup" too.
DEFAULTS = {
    "optimizer": "sgd",
    "learning_rates": {"sgd": 0.05, "adam": 0.003},
    "batch_size": 64,
}

CLASSES = 3
HIDDEN = 64
EPSILON = 1e-5
KEPT = 0.9  # of a running mean in a step; PyTorch's momentum is what comes in, 1 - KEPT
# Above 0 each framework draws its own random numbers: losses differ then, and fwdash says so. A
# model with generators of its own may take the run's seed: def torch_model(weights, seed).
DROPOUT = 0.0


def data():
    """x_train, y_train, x_test, y_test; the first axis of each counts examples.

    Inputs are numbers, here (n, 2), or several arrays: models take a dict {"a": ..., "b": ...} as
    arguments a and b, a tuple by its order. Labels are class numbers, here (n,).
    Every lane calls this, so it must give the same numbers each time: mind the seed.
    """
    rng = np.random.default_rng(0)
    labels = rng.integers(0, CLASSES, 2400)
    radius = np.sqrt(rng.uniform(0.02, 1, len(labels)))
    angle = 7 * radius + labels * 2 * np.pi / CLASSES + rng.normal(0, 0.3, len(labels))
    points = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
    x, y = points.astype(np.float32), labels.astype(np.int32)
    return x[:2000], y[:2000], x[2000:], y[2000:]


def weights(rng):
    """Name -> float32 array. Take every random number from `rng`, a `numpy.random.Generator`.

    One layout serves all three frameworks: a dense kernel is (inputs, outputs), a convolution
    kernel (height, width, inputs, outputs), an embedding (entries, features), as Keras and Flax
    have them. PyTorch wants the transpose of a kernel, see below.
    """

    def kernel(inputs, outputs):
        bound = np.sqrt(6 / inputs)  # He et al. 2015, for ReLU
        return rng.uniform(-bound, bound, (inputs, outputs)).astype(np.float32)

    return {
        "w0": kernel(2, HIDDEN),
        "b0": np.zeros(HIDDEN, np.float32),
        "w1": kernel(HIDDEN, HIDDEN),
        "b1": np.zeros(HIDDEN, np.float32),
        "w2": kernel(HIDDEN, CLASSES),
        "b2": np.zeros(CLASSES, np.float32),
    }


def torch_model(weights):
    """A `torch.nn.Module`, built on the CPU; fwdash moves it to the lane's device."""
    import torch
    from torch import nn

    model = nn.Sequential(
        nn.Linear(2, HIDDEN),
        nn.ReLU(),
        nn.Linear(HIDDEN, HIDDEN),
        nn.BatchNorm1d(HIDDEN, eps=EPSILON, momentum=1 - KEPT),
        nn.ReLU(),
        nn.Dropout(DROPOUT),
        nn.Linear(HIDDEN, CLASSES),
    )
    with torch.no_grad():
        for n, layer in enumerate((model[0], model[2], model[6])):
            layer.weight.copy_(torch.from_numpy(weights[f"w{n}"].T))  # (outputs, inputs)
            layer.bias.copy_(torch.from_numpy(weights[f"b{n}"]))
    return model


def keras_model(weights):
    """A built `keras.Model` that ends in logits, so without softmax; it need not be compiled."""
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((2,)),
            layers.Dense(HIDDEN, activation="relu"),
            layers.Dense(HIDDEN),
            layers.BatchNormalization(epsilon=EPSILON, momentum=KEPT),
            layers.ReLU(),
            layers.Dropout(DROPOUT),
            layers.Dense(CLASSES),
        ]
    )
    for n, at in enumerate((0, 1, 5)):
        model.layers[at].set_weights([weights[f"w{n}"], weights[f"b{n}"]])
    return model


def jax_model(weights):
    """A `flax.nnx.Module`; it is called with the inputs, and with its mode if it asks for it."""
    from flax import nnx
    from jax import numpy as jnp

    class Perceptron(nnx.Module):
        def __init__(self, rngs):
            self.hidden0 = nnx.Linear(2, HIDDEN, rngs=rngs)
            self.hidden1 = nnx.Linear(HIDDEN, HIDDEN, rngs=rngs)
            self.norm = nnx.BatchNorm(HIDDEN, epsilon=EPSILON, momentum=KEPT, rngs=rngs)
            self.dropout = nnx.Dropout(DROPOUT, rngs=rngs)
            self.output = nnx.Linear(HIDDEN, CLASSES, rngs=rngs)

        def __call__(self, x):
            x = nnx.relu(self.hidden0(x))
            x = nnx.relu(self.norm(self.hidden1(x)))
            return self.output(self.dropout(x))

    model = Perceptron(nnx.Rngs(0))
    for n, layer in enumerate((model.hidden0, model.hidden1, model.output)):
        layer.kernel[...] = jnp.asarray(weights[f"w{n}"])
        layer.bias[...] = jnp.asarray(weights[f"b{n}"])
    return model


def references():
    """Optional: losses to compare with, drawn as lines in the chart. Here: what guessing costs."""
    return {"guessing": float(np.log(CLASSES))}


# Defaults that differ, where a naive translation is another model without a word (PyTorch, Keras,
# Flax): LayerNorm epsilon 1e-5, 1e-3, 1e-6. BatchNorm epsilon 1e-5, 1e-3, 1e-5, and it keeps 0.9,
# 0.99, 0.99 of a running mean; PyTorch's running variance is the unbiased one. GELU exact, exact,
# tanh. Convolution padding 0, "valid", "SAME". Images channels first, last, last. Spell them out,
# and the dashboard's parity figure stays at float noise.
