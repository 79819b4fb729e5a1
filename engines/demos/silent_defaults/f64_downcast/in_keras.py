"""A NumPy array of doubles, as NumPy makes them."""

import keras
import numpy as np
import tensorflow as tf


def bug(wrap):
    numbers = np.array([1.0 + 1e-10])

    @wrap
    def step(x):
        return x - 1.0

    x = keras.ops.convert_to_tensor(numbers)  # BUG: whatever the conversion makes of it
    return float(step(x)[0])


def fixed(wrap):
    numbers = np.array([1.0 + 1e-10])

    @wrap
    def step(x):
        return x - 1.0

    return float(step(tf.constant(numbers, tf.float64))[0])


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
