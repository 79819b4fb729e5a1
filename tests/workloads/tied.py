"""The next token of a counting game: a tiny language model whose output layer is its embedding."""

import numpy as np

DEFAULTS = {
    "optimizer": "sgd",
    "learning_rates": {"sgd": 0.1, "adam": 0.005, "adamw": 0.005},
    "batch_size": 32,
}
TOKENS, LENGTH, WIDE = 10, 8, 12
EPSILON = 1e-5
NOT_COUNTED = -100


def data():
    """Sequences that count on by their second token; what follows a zero is filling, and counts not."""
    rng = np.random.default_rng(1)
    start, by = rng.integers(1, TOKENS, (2, 400, 1))
    tokens = ((start + by * np.arange(LENGTH + 1)) % TOKENS).astype(np.int32)
    x, y = tokens[:, :-1].copy(), tokens[:, 1:].copy()
    filling = np.cumsum(x == 0, axis=1) > 0
    x[filling], y[filling] = 0, NOT_COUNTED
    return x[:320], y[:320], x[320:], y[320:]


def weights(rng):
    return {
        "tokens": rng.normal(0, 0.4, (TOKENS, WIDE)).astype(np.float32),
        "places": rng.normal(0, 0.4, (LENGTH, WIDE)).astype(np.float32),
        "w": rng.normal(0, 0.3, (WIDE, WIDE)).astype(np.float32),
        "b": np.zeros(WIDE, np.float32),
    }


def torch_model(weights):
    import torch
    from torch import nn

    class Tied(nn.Module):
        def __init__(self):
            super().__init__()
            self.tokens, self.places = nn.Embedding(TOKENS, WIDE), nn.Embedding(LENGTH, WIDE)
            self.hidden, self.norm = nn.Linear(WIDE, WIDE), nn.LayerNorm(WIDE, eps=EPSILON)
            self.output = nn.Linear(WIDE, TOKENS, bias=False)
            self.output.weight = self.tokens.weight

        def forward(self, x):
            x = self.tokens(x) + self.places.weight
            return self.output(self.norm(x + torch.tanh(self.hidden(x))))

    model = Tied()
    with torch.no_grad():
        model.tokens.weight.copy_(torch.from_numpy(weights["tokens"]))
        model.places.weight.copy_(torch.from_numpy(weights["places"]))
        model.hidden.weight.copy_(torch.from_numpy(weights["w"].T))
        model.hidden.bias.copy_(torch.from_numpy(weights["b"]))
    return model


def keras_model(weights):
    import keras
    from keras import layers, ops

    class Tied(keras.Model):
        def __init__(self):
            super().__init__()
            self.tokens, self.places = (
                layers.Embedding(TOKENS, WIDE),
                layers.Embedding(LENGTH, WIDE),
            )
            self.hidden = layers.Dense(WIDE, activation="tanh")
            self.norm = layers.LayerNormalization(epsilon=EPSILON)

        def call(self, x):
            x = self.tokens(x) + self.places(ops.arange(LENGTH))
            x = self.norm(x + self.hidden(x))
            return ops.matmul(x, ops.transpose(self.tokens.embeddings))

    model = Tied()
    model(np.zeros((1, LENGTH), np.int32))
    model.tokens.set_weights([weights["tokens"]])
    model.places.set_weights([weights["places"]])
    model.hidden.set_weights([weights["w"], weights["b"]])
    return model


def jax_model(weights):
    from flax import nnx
    from jax import numpy as jnp

    class Tied(nnx.Module):
        def __init__(self, rngs):
            zeros = nnx.initializers.zeros_init()
            self.tokens = nnx.Embed(TOKENS, WIDE, embedding_init=zeros, rngs=rngs)
            self.places = nnx.Embed(LENGTH, WIDE, embedding_init=zeros, rngs=rngs)
            self.hidden = nnx.Linear(WIDE, WIDE, kernel_init=zeros, rngs=rngs)
            self.norm = nnx.LayerNorm(WIDE, epsilon=EPSILON, rngs=rngs)

        def __call__(self, x):
            x = self.tokens(x) + self.places(jnp.arange(LENGTH))
            return self.tokens.attend(self.norm(x + jnp.tanh(self.hidden(x))))

    model = Tied(nnx.Rngs(0))
    model.tokens.embedding[...] = jnp.asarray(weights["tokens"])
    model.places.embedding[...] = jnp.asarray(weights["places"])
    model.hidden.kernel[...] = jnp.asarray(weights["w"])
    model.hidden.bias[...] = jnp.asarray(weights["b"])
    return model
