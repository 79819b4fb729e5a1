"""As `recurrent`, but the LSTM goes on from the state in which the batch before has left it."""

import recurrent
from recurrent import CLASSES, HIDDEN, INPUTS, LENGTH

BATCH = 32
DEFAULTS = {"optimizer": "sgd", "learning_rates": {"sgd": 0.1}, "batch_size": BATCH}


def data():
    """Splits of whole batches, for a state is of one size."""
    x_train, y_train, x_test, y_test = recurrent.data()
    return x_train, y_train, x_test[: 2 * BATCH], y_test[: 2 * BATCH]


def weights(rng):
    return recurrent.weights(rng)


def torch_model(weights):
    import torch
    from torch import nn

    plain = recurrent.torch_model(weights)

    class Stateful(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm, self.output = plain.lstm, plain.output
            self.state = (torch.zeros(1, BATCH, HIDDEN), torch.zeros(1, BATCH, HIDDEN))

        def forward(self, x):
            out, state = self.lstm(x, self.state)
            self.state = tuple(part.detach() for part in state)
            return self.output(out[:, -1])

    return Stateful()


def keras_model(weights):
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input(batch_shape=(BATCH, LENGTH, INPUTS)),
            layers.LSTM(HIDDEN, stateful=True),
            layers.Dense(CLASSES),
        ]
    )
    model.layers[0].set_weights(
        [weights["input"], weights["hidden"], weights["bias"], *model.layers[0].get_weights()[3:]]
    )
    model.layers[1].set_weights([weights["w"], weights["b"]])
    return model


def jax_model(weights):
    from flax import nnx
    from jax import numpy as jnp

    plain = recurrent.jax_model(weights)

    class Carry(nnx.Variable):
        """What goes from batch to batch; nothing trains it."""

    class Stateful(nnx.Module):
        def __init__(self):
            self.lstm, self.output = plain.lstm, plain.output
            self.carry = Carry(jnp.zeros((2, BATCH, HIDDEN)))

        def __call__(self, x):
            carry, out = self.lstm(x, initial_carry=tuple(self.carry[...]), return_carry=True)
            self.carry[...] = jnp.stack(carry)
            return self.output(out[:, -1])

    return Stateful()
