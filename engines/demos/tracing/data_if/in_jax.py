"""A branch that depends on the data."""

import jax.numpy as jnp


def bug(wrap):
    @wrap
    def step(x):
        if x.sum() > 0:  # BUG: the value is known at run time only
            return x * 2
        return -x

    return [float(step(jnp.array([1.0]))[0]), float(step(jnp.array([-1.0]))[0])]


def fixed(wrap):
    @wrap
    def step(x):
        return jnp.where(x.sum() > 0, x * 2, -x)

    return [float(step(jnp.array([1.0]))[0]), float(step(jnp.array([-1.0]))[0])]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
