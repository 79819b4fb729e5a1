"""A row too many in the second matrix."""

import jax.numpy as jnp


def bug(wrap):
    @wrap
    def step(x, kernel):
        return jnp.tanh(x @ kernel)  # BUG: 16 against 17

    return list(step(jnp.ones((2, 16)), jnp.ones((17, 4))).shape)


def fixed(wrap):
    @wrap
    def step(x, kernel):
        return jnp.tanh(x @ kernel)

    return list(step(jnp.ones((2, 16)), jnp.ones((16, 4))).shape)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
