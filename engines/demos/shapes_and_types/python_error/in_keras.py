"""A letter wrong."""

import tensorflow as tf


def bug(wrap):
    @wrap
    def step(x):
        return tf.reduce_sum(x * x.shpae[0])  # BUG: a letter wrong

    return float(step(tf.constant([1.0, 2.0])))


def fixed(wrap):
    @wrap
    def step(x):
        return tf.reduce_sum(x * x.shape[0])

    return float(step(tf.constant([1.0, 2.0])))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
