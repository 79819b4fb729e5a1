"""Cross-entropy written by hand: the logarithm of a probability that is rounded to 0."""

import jax
import jax.numpy as jnp
import optax
from flax import nnx
from jax.experimental import checkify

BATCHES = jnp.array([[[1.0, 2.0]], [[1.0, 200.0]], [[1.0, 2.0]]])
TARGET = jnp.array([[0.0, 1.0]])


def bug(wrap):
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))
    model.kernel[...] = jnp.eye(2)
    optimizer = nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

    def loss_of(model, x, y):
        probabilities = jax.nn.softmax(model(x))
        return -jnp.mean(y * jnp.log(probabilities))  # BUG: 0 * log(0) is NaN

    @wrap
    def step(model, optimizer, x, y):
        loss, gradients = nnx.value_and_grad(loss_of)(model, x, y)
        optimizer.update(model, gradients)
        return loss

    return [float(step(model, optimizer, x, TARGET)) for x in BATCHES]


def fixed(wrap):
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))
    model.kernel[...] = jnp.eye(2)
    optimizer = nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

    def loss_of(model, x, y):
        return -jnp.mean(y * jax.nn.log_softmax(model(x)))

    @wrap
    def step(model, optimizer, x, y):
        loss, gradients = nnx.value_and_grad(loss_of)(model, x, y)
        optimizer.update(model, gradients)
        return loss

    return [float(step(model, optimizer, x, TARGET)) for x in BATCHES]


def hunter_debug_nans(wrap):
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))
    model.kernel[...] = jnp.eye(2)
    optimizer = nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)

    def loss_of(model, x, y):
        probabilities = jax.nn.softmax(model(x))
        return -jnp.mean(y * jnp.log(probabilities))  # BUG: 0 * log(0) is NaN

    @wrap
    def step(model, optimizer, x, y):
        loss, gradients = nnx.value_and_grad(loss_of)(model, x, y)
        optimizer.update(model, gradients)
        return loss

    with jax.debug_nans(True):
        return [float(step(model, optimizer, x, TARGET)) for x in BATCHES]


def hunter_checkify(wrap):
    def loss_of(kernel, x, y):
        probabilities = jax.nn.softmax(x @ kernel)
        return -jnp.mean(y * jnp.log(probabilities))  # BUG: 0 * log(0) is NaN

    step = wrap(checkify.checkify(jax.value_and_grad(loss_of), checkify.float_checks))
    kernel = jnp.eye(2)
    losses = []
    for x in BATCHES:
        error, (loss, gradient) = step(kernel, x, TARGET)
        error.throw()
        kernel = kernel - 0.1 * gradient
        losses.append(float(loss))
    return losses


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
