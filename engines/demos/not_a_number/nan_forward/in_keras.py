"""Cross-entropy written by hand: the logarithm of a probability that is rounded to 0."""

import keras
import tensorflow as tf

BATCHES = tf.constant([[[1.0, 2.0]], [[1.0, 200.0]], [[1.0, 2.0]]])
TARGET = tf.constant([[0.0, 1.0]])


def bug(wrap):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, "softmax")])
    model.layers[0].kernel.assign(tf.eye(2))
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(model.trainable_variables)

    @wrap
    def step(x, y):
        with tf.GradientTape() as tape:
            probabilities = model(x)
            loss = -tf.reduce_mean(y * tf.math.log(probabilities))  # BUG: 0 * log(0) is NaN
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        return loss

    return [float(step(x, TARGET)) for x in BATCHES]


def fixed(wrap):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
    model.layers[0].kernel.assign(tf.eye(2))
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(model.trainable_variables)

    @wrap
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = -tf.reduce_mean(y * tf.nn.log_softmax(model(x)))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        return loss

    return [float(step(x, TARGET)) for x in BATCHES]


def hunter_check_numerics(wrap):
    tf.debugging.enable_check_numerics()
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, "softmax")])
    model.layers[0].kernel.assign(tf.eye(2))
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(model.trainable_variables)

    @wrap
    def step(x, y):
        with tf.GradientTape() as tape:
            probabilities = model(x)
            loss = -tf.reduce_mean(y * tf.math.log(probabilities))  # BUG: 0 * log(0) is NaN
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        return loss

    return [float(step(x, TARGET)) for x in BATCHES]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
