"""Four classes, and a label that is none of them."""

import jax.numpy as jnp
import optax


def bug(wrap):
    logits = jnp.array([[1.0, 2.0, 3.0, 4.0]])

    @wrap
    def step(logits, labels):
        losses = optax.softmax_cross_entropy_with_integer_labels(logits, labels)  # BUG: label 9
        return losses.mean()

    return float(step(logits, jnp.array([9])))


def fixed(wrap):
    logits = jnp.array([[1.0, 2.0, 3.0, 4.0]])

    @wrap
    def step(logits, labels):
        losses = optax.softmax_cross_entropy_with_integer_labels(logits, labels)
        return losses.mean()

    return float(step(logits, jnp.array([1])))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
