"""Batches as they come."""

import tensorflow as tf


def bug(wrap):
    @wrap
    def step(x):
        return tf.reduce_sum(x * 2)

    return [float(step(tf.ones(size))) for size in range(1, 13)]  # BUG: a size a step


def fixed(wrap):
    @wrap
    def step(x):
        return tf.reduce_sum(x * 2)

    padded = [tf.pad(tf.ones(size), [[0, 12 - size]]) for size in range(1, 13)]
    return [float(step(x)) for x in padded]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
