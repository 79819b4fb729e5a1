"""A letter wrong."""

import jax.numpy as jnp


def bug(wrap):
    @wrap
    def step(x):
        return (x * x.shpae[0]).sum()  # BUG: a letter wrong

    return float(step(jnp.array([1.0, 2.0])))


def fixed(wrap):
    @wrap
    def step(x):
        return (x * x.shape[0]).sum()

    return float(step(jnp.array([1.0, 2.0])))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
