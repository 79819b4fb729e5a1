"""A softmax too few."""

import jax
import jax.numpy as jnp


def bug(wrap):
    logits, labels = jnp.array([[2.0, 0.0, -1.0]]), jnp.array([[1.0, 0.0, 0.0]])

    @wrap
    def step(logits, labels):
        chosen = (logits * labels).sum(axis=1)
        return -jnp.log(chosen).mean()  # BUG: the logarithm of a logit

    return float(step(logits, labels))


def fixed(wrap):
    logits, labels = jnp.array([[2.0, 0.0, -1.0]]), jnp.array([[1.0, 0.0, 0.0]])

    @wrap
    def step(logits, labels):
        chosen = (jax.nn.softmax(logits) * labels).sum(axis=1)
        return -jnp.log(chosen).mean()

    return float(step(logits, labels))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
