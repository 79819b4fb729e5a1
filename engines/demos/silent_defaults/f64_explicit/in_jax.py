"""A number that only a double can hold."""

import jax
import jax.numpy as jnp


def bug(wrap):
    @wrap
    def step(x):
        return x - 1.0

    return float(step(jnp.array([1.0 + 1e-10], jnp.float64))[0])  # BUG: is it one?


def fixed(wrap):
    @wrap
    def step(x):
        return x - 1.0

    with jax.enable_x64(True):
        return float(step(jnp.array([1.0 + 1e-10], jnp.float64))[0])


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
