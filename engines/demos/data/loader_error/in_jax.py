"""A record that cannot be read."""

import jax.numpy as jnp


def read(number, broken):
    if number == broken:
        raise ValueError(f"record {number} is torn")
    return jnp.array([float(number)])


def records(broken):
    for number in range(4):
        yield read(number, broken)


def bug(wrap):
    @wrap
    def step(total, x):
        return total + x.sum()

    total = jnp.array(0.0)
    for x in records(broken=3):  # BUG: record 3 is torn
        total = step(total, x)
    return float(total)


def fixed(wrap):
    @wrap
    def step(total, x):
        return total + x.sum()

    total = jnp.array(0.0)
    for x in records(broken=None):
        total = step(total, x)
    return float(total)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
