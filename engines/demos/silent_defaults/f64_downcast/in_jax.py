"""A NumPy array of doubles, as NumPy makes them."""

import jax
import jax.numpy as jnp
import numpy as np


def bug(wrap):
    numbers = np.array([1.0 + 1e-10])

    @wrap
    def step(x):
        return x - 1.0

    return float(step(jnp.asarray(numbers))[0])  # BUG: whatever the conversion makes of it


def fixed(wrap):
    numbers = np.array([1.0 + 1e-10])

    @wrap
    def step(x):
        return x - 1.0

    with jax.enable_x64(True):
        return float(step(jnp.asarray(numbers))[0])


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
