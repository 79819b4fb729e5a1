"""A loop that depends on the data."""

import jax
import jax.numpy as jnp


def bug(wrap):
    @wrap
    def step(x):
        while x < 100:  # BUG: the value is known at run time only
            x = x * 2
        return x

    return float(step(jnp.array(3.0)))


def fixed(wrap):
    @wrap
    def step(x):
        return jax.lax.while_loop(lambda x: x < 100, lambda x: x * 2, x)

    return float(step(jnp.array(3.0)))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
