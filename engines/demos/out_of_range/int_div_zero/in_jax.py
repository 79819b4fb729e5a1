"""Sums divided by counts, and a group with nothing in it."""

import jax.numpy as jnp


def bug(wrap):
    @wrap
    def step(sums, counts):
        return sums // counts  # BUG: a count of 0

    return step(jnp.array([7, 8, 9]), jnp.array([1, 0, 2])).tolist()


def fixed(wrap):
    @wrap
    def step(sums, counts):
        return sums // jnp.maximum(counts, 1)

    return step(jnp.array([7, 8, 9]), jnp.array([1, 0, 2])).tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
