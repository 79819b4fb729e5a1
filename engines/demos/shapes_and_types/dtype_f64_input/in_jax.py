"""A batch as NumPy makes it."""

import jax.numpy as jnp
import numpy as np
from flax import nnx


def bug(wrap):
    layer = nnx.Linear(3, 1, kernel_init=nnx.initializers.ones, rngs=nnx.Rngs(0))

    @wrap
    def step(layer, x):
        return layer(x)  # BUG: the batch is float64

    return step(layer, np.ones((1, 3))).tolist()


def fixed(wrap):
    layer = nnx.Linear(3, 1, kernel_init=nnx.initializers.ones, rngs=nnx.Rngs(0))

    @wrap
    def step(layer, x):
        return layer(x)

    return step(layer, jnp.ones((1, 3), jnp.float32)).tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
