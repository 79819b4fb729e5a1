"""Two weights, one of them forgotten in the forward pass."""

import keras
import tensorflow as tf


def bug(wrap):
    weights = [keras.Variable([1.0]), keras.Variable([1.0])]
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(weights)

    @wrap
    def step(x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(weights[0] * x)  # BUG: the second weight is forgotten
        gradients = tape.gradient(loss, [weight.value for weight in weights])
        optimizer.apply_gradients(zip(gradients, weights))

    step(tf.ones(1))
    return [float(weight.value[0]) != 1.0 for weight in weights]


def fixed(wrap):
    weights = [keras.Variable([1.0]), keras.Variable([1.0])]
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(weights)

    @wrap
    def step(x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(weights[0] * weights[1] * x)
        gradients = tape.gradient(loss, [weight.value for weight in weights])
        optimizer.apply_gradients(zip(gradients, weights))

    step(tf.ones(1))
    return [float(weight.value[0]) != 1.0 for weight in weights]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
