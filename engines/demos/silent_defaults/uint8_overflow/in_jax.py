"""Two pixels are added."""

import jax.numpy as jnp


def bug(wrap):
    one = jnp.array([200], jnp.uint8)
    other = jnp.array([100], jnp.uint8)

    @wrap
    def step(one, other):
        return one + other  # BUG: 300 has no place in 8 bits

    return int(step(one, other)[0])


def fixed(wrap):
    one = jnp.array([200], jnp.uint8)
    other = jnp.array([100], jnp.uint8)

    @wrap
    def step(one, other):
        return one.astype(jnp.int32) + other.astype(jnp.int32)

    return int(step(one, other)[0])


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
