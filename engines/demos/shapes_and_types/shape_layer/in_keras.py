"""A batch with a feature too many."""

import keras
import tensorflow as tf


def bug(wrap):
    layer = keras.layers.Dense(4)
    layer.build((None, 8))

    @wrap
    def step(x):
        return tf.nn.relu(layer(x))  # BUG: the batch has 9 features

    return list(step(tf.ones((2, 9))).shape)


def fixed(wrap):
    layer = keras.layers.Dense(4)
    layer.build((None, 8))

    @wrap
    def step(x):
        return tf.nn.relu(layer(x))

    return list(step(tf.ones((2, 8))).shape)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
