"""A masked square root."""

import jax
import jax.numpy as jnp


def bug(wrap):
    def loss_of(x):
        roots = jnp.sqrt(x)  # BUG: its slope at 0 is infinite
        return jnp.where(x > 0, roots, 0.0).sum()

    return wrap(jax.grad(loss_of))(jnp.array([0.0, 4.0])).tolist()


def fixed(wrap):
    def loss_of(x):
        roots = jnp.sqrt(jnp.where(x > 0, x, 1.0))
        return jnp.where(x > 0, roots, 0.0).sum()

    return wrap(jax.grad(loss_of))(jnp.array([0.0, 4.0])).tolist()


def hunter_debug_nans(wrap):
    def loss_of(x):
        roots = jnp.sqrt(x)  # BUG: its slope at 0 is infinite
        return jnp.where(x > 0, roots, 0.0).sum()

    with jax.debug_nans(True):
        return wrap(jax.grad(loss_of))(jnp.array([0.0, 4.0])).tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
