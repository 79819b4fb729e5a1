"""Sums divided by counts, and a group with nothing in it."""

import tensorflow as tf


def bug(wrap):
    @wrap
    def step(sums, counts):
        return sums // counts  # BUG: a count of 0

    return step(tf.constant([7, 8, 9]), tf.constant([1, 0, 2])).numpy().tolist()


def fixed(wrap):
    @wrap
    def step(sums, counts):
        return sums // tf.maximum(counts, 1)

    return step(tf.constant([7, 8, 9]), tf.constant([1, 0, 2])).numpy().tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
