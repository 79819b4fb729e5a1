"""A loss on the class that was chosen."""

import jax
import jax.numpy as jnp

SCORES = jnp.array([1.0, 3.0, 2.0])


def bug(wrap):
    def loss_of(weight):
        chosen = jnp.argmax(weight * SCORES).astype(jnp.float32)  # BUG: its gradient is 0
        return (chosen - 2.0) ** 2

    gradient_of = wrap(jax.grad(loss_of))
    return bool((gradient_of(jnp.ones(3)) != 0).any())


def fixed(wrap):
    def loss_of(weight):
        chosen = (jax.nn.softmax(weight * SCORES) * jnp.arange(3.0)).sum()
        return (chosen - 2.0) ** 2

    gradient_of = wrap(jax.grad(loss_of))
    return bool((gradient_of(jnp.ones(3)) != 0).any())


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
