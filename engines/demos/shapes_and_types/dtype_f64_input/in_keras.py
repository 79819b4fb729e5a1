"""A batch as NumPy makes it."""

import keras
import numpy as np


def bug(wrap):
    layer = keras.layers.Dense(1, kernel_initializer="ones")
    layer.build((None, 3))

    @wrap
    def step(x):
        return layer(x)  # BUG: the batch is float64

    return step(np.ones((1, 3))).numpy().tolist()


def fixed(wrap):
    layer = keras.layers.Dense(1, kernel_initializer="ones")
    layer.build((None, 3))

    @wrap
    def step(x):
        return layer(x)

    return step(np.ones((1, 3), np.float32)).numpy().tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
