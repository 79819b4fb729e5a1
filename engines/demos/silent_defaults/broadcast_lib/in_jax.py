"""A column of predictions against a row of targets."""

import jax.numpy as jnp
import optax


def bug(wrap):
    targets = jnp.arange(6.0)
    predictions = targets.reshape(6, 1)

    @wrap
    def step(predictions, targets):
        return optax.squared_error(predictions, targets).mean()  # BUG: (6, 1) and (6,)

    return float(step(predictions, targets))


def fixed(wrap):
    targets = jnp.arange(6.0)
    predictions = targets.reshape(6, 1)

    @wrap
    def step(predictions, targets):
        return optax.squared_error(predictions.squeeze(1), targets).mean()

    return float(step(predictions, targets))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
