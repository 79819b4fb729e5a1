"""A table of five numbers, asked for number 7."""

import jax.numpy as jnp
from jax.experimental import checkify


def bug(wrap):
    table = jnp.array([10.0, 11.0, 12.0, 13.0, 14.0])

    @wrap
    def step(table, index):
        return table[index] * 1.0  # BUG: there are 5 entries

    return float(step(table, jnp.array(7)))


def fixed(wrap):
    table = jnp.array([10.0, 11.0, 12.0, 13.0, 14.0])

    @wrap
    def step(table, index):
        return table[index] * 1.0

    return float(step(table, jnp.array(2)))


def hunter_checkify(wrap):
    table = jnp.array([10.0, 11.0, 12.0, 13.0, 14.0])

    def step(table, index):
        return table[index] * 1.0  # BUG: there are 5 entries

    checked = wrap(checkify.checkify(step, checkify.index_checks))
    error, value = checked(table, jnp.array(7))
    error.throw()
    return float(value)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
