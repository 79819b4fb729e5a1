"""A number that only a double can hold."""

import tensorflow as tf


def bug(wrap):
    @wrap
    def step(x):
        return x - 1.0

    return float(step(tf.constant([1.0 + 1e-10], tf.float64))[0])  # BUG: is it one?


def fixed(wrap):
    @wrap
    def step(x):
        return x - 1.0

    return float(step(tf.constant([1.0 + 1e-10], tf.float64))[0])


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
