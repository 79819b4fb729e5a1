"""A batch with a feature too many."""

import jax
import jax.numpy as jnp
from flax import nnx


def bug(wrap):
    layer = nnx.Linear(8, 4, rngs=nnx.Rngs(0))

    @wrap
    def step(layer, x):
        return jax.nn.relu(layer(x))  # BUG: the batch has 9 features

    return list(step(layer, jnp.ones((2, 9))).shape)


def fixed(wrap):
    layer = nnx.Linear(8, 4, rngs=nnx.Rngs(0))

    @wrap
    def step(layer, x):
        return jax.nn.relu(layer(x))

    return list(step(layer, jnp.ones((2, 8))).shape)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
