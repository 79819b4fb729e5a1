"""A prediction from a model with dropout."""

import jax.numpy as jnp
from flax import nnx


def bug(wrap):
    model = nnx.Dropout(0.5, rngs=nnx.Rngs(0))

    @wrap
    def predict(model, x):
        return model(x)  # BUG: nobody called eval()

    return predict(model, jnp.ones(8)).tolist()


def fixed(wrap):
    model = nnx.Dropout(0.5, rngs=nnx.Rngs(0))
    model.eval()

    @wrap
    def predict(model, x):
        return model(x)

    return predict(model, jnp.ones(8)).tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
