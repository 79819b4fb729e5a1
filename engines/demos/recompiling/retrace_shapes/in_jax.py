"""Batches as they come."""

import jax.numpy as jnp


def bug(wrap):
    @wrap
    def step(x):
        return (x * 2).sum()

    return [float(step(jnp.ones(size))) for size in range(1, 13)]  # BUG: a size a step


def fixed(wrap):
    @wrap
    def step(x):
        return (x * 2).sum()

    padded = [jnp.pad(jnp.ones(size), (0, 12 - size)) for size in range(1, 13)]
    return [float(step(x)) for x in padded]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
