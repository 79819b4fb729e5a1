"""Counts times weights."""

import tensorflow as tf


def bug(wrap):
    @wrap
    def step(counts, weights):
        return counts @ weights  # BUG: int32 times float32

    return step(tf.constant([[1, 2]]), tf.fill((2, 1), 0.5)).numpy().tolist()


def fixed(wrap):
    @wrap
    def step(counts, weights):
        return tf.cast(counts, tf.float32) @ weights

    return step(tf.constant([[1, 2]]), tf.fill((2, 1), 0.5)).numpy().tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
