"""A softmax too many."""

import jax
import jax.numpy as jnp
import optax


def bug(wrap):
    logits, labels = jnp.array([[2.0, 0.0, -1.0]]), jnp.array([0])

    @wrap
    def step(logits, labels):
        probabilities = jax.nn.softmax(logits)
        losses = optax.softmax_cross_entropy_with_integer_labels(probabilities, labels)  # BUG
        return losses.mean()

    return float(step(logits, labels))


def fixed(wrap):
    logits, labels = jnp.array([[2.0, 0.0, -1.0]]), jnp.array([0])

    @wrap
    def step(logits, labels):
        return optax.softmax_cross_entropy_with_integer_labels(logits, labels).mean()

    return float(step(logits, labels))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
