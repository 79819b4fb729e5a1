"""A step that changes a weight of the world around it."""

import jax.numpy as jnp
from flax import nnx


def bug(wrap):
    weight = nnx.Param(jnp.ones(1))

    @wrap
    def step(x):
        weight[...] = weight[...] - 0.1 * x  # BUG: the weight is no argument
        return weight[...] * x

    for _ in range(3):
        step(jnp.ones(1))
    return float(weight[...][0])


def fixed(wrap):
    weight = nnx.Param(jnp.ones(1))

    @wrap
    def step(weight, x):
        weight[...] = weight[...] - 0.1 * x
        return weight[...] * x

    for _ in range(3):
        step(weight, jnp.ones(1))
    return float(weight[...][0])


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
