"""Noise for two layers."""

import keras
import tensorflow as tf


def bug(wrap):
    @wrap
    def step():
        one = keras.random.normal((3,), seed=0)
        other = keras.random.normal((3,), seed=0)  # BUG: the same state again
        return one, other

    one, other = step()
    return not bool(tf.reduce_all(one == other))


def fixed(wrap):
    generator = keras.random.SeedGenerator(0)

    @wrap
    def step():
        one = keras.random.normal((3,), seed=generator)
        other = keras.random.normal((3,), seed=generator)
        return one, other

    one, other = step()
    return not bool(tf.reduce_all(one == other))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
