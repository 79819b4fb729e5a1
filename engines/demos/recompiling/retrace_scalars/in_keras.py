"""A learning rate for each step."""

import tensorflow as tf


def bug(wrap):
    @wrap
    def step(x, rate):
        return tf.reduce_sum(x * rate)

    return [float(step(tf.ones(4), n / 16)) for n in range(1, 13)]  # BUG: a Python float


def fixed(wrap):
    @wrap
    def step(x, rate):
        return tf.reduce_sum(x * rate)

    return [float(step(tf.ones(4), tf.constant(n / 16))) for n in range(1, 13)]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
