"""Counts times weights."""

import jax.numpy as jnp


def bug(wrap):
    @wrap
    def step(counts, weights):
        return counts @ weights  # BUG: int32 times float32

    return step(jnp.array([[1, 2]]), jnp.full((2, 1), 0.5)).tolist()


def fixed(wrap):
    @wrap
    def step(counts, weights):
        return counts.astype(jnp.float32) @ weights

    return step(jnp.array([[1, 2]]), jnp.full((2, 1), 0.5)).tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
