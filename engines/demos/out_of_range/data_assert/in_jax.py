"""A guard against negative data."""

import jax.numpy as jnp
from jax.experimental import checkify


def bug(wrap):
    @wrap
    def step(x):
        assert (x > 0).all(), "x must be positive"  # BUG: the value is known at run time only
        return x.sum()

    return float(step(jnp.array([1.0, -2.0])))


def fixed(wrap):
    @wrap
    def step(x):
        return x.sum()

    x = jnp.array([1.0, 2.0])
    assert (x > 0).all(), "x must be positive"
    return float(step(x))


def hunter_checkify(wrap):
    def step(x):
        checkify.check((x > 0).all(), "x must be positive")  # BUG: the data is negative
        return x.sum()

    error, total = wrap(checkify.checkify(step))(jnp.array([1.0, -2.0]))
    error.throw()
    return float(total)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
