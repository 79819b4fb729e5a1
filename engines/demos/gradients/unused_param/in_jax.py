"""Two weights, one of them forgotten in the forward pass."""

import jax
import jax.numpy as jnp


def bug(wrap):
    def loss_of(weights, x):
        return (weights["first"] * x).sum()  # BUG: the second weight is forgotten

    weights = {"first": jnp.ones(1), "second": jnp.ones(1)}
    gradients = wrap(jax.grad(loss_of))(weights, jnp.ones(1))
    moved = jax.tree.map(lambda weight, slope: weight - 0.1 * slope, weights, gradients)
    return [float(moved[name][0]) != 1.0 for name in ("first", "second")]


def fixed(wrap):
    def loss_of(weights, x):
        return (weights["first"] * weights["second"] * x).sum()

    weights = {"first": jnp.ones(1), "second": jnp.ones(1)}
    gradients = wrap(jax.grad(loss_of))(weights, jnp.ones(1))
    moved = jax.tree.map(lambda weight, slope: weight - 0.1 * slope, weights, gradients)
    return [float(moved[name][0]) != 1.0 for name in ("first", "second")]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
