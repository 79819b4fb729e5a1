"""A table of five numbers, asked for number 7."""

import tensorflow as tf


def bug(wrap):
    table = tf.constant([10.0, 11.0, 12.0, 13.0, 14.0])

    @wrap
    def step(table, index):
        return tf.gather(table, index) * 1.0  # BUG: there are 5 entries

    return float(step(table, tf.constant(7)))


def fixed(wrap):
    table = tf.constant([10.0, 11.0, 12.0, 13.0, 14.0])

    @wrap
    def step(table, index):
        return tf.gather(table, index) * 1.0

    return float(step(table, tf.constant(2)))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
