"""A learning rate for each step."""

import jax.numpy as jnp


def bug(wrap):
    @wrap
    def step(x, rate):
        return (x * rate).sum()

    return [float(step(jnp.ones(4), n / 16)) for n in range(1, 13)]  # BUG: a Python float


def fixed(wrap):
    @wrap
    def step(x, rate):
        return (x * rate).sum()

    return [float(step(jnp.ones(4), jnp.array(n / 16))) for n in range(1, 13)]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
