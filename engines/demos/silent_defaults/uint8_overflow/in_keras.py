"""Two pixels are added."""

import tensorflow as tf


def bug(wrap):
    one = tf.constant([200], tf.uint8)
    other = tf.constant([100], tf.uint8)

    @wrap
    def step(one, other):
        return one + other  # BUG: 300 has no place in 8 bits

    return int(step(one, other)[0])


def fixed(wrap):
    one = tf.constant([200], tf.uint8)
    other = tf.constant([100], tf.uint8)

    @wrap
    def step(one, other):
        return tf.cast(one, tf.int32) + tf.cast(other, tf.int32)

    return int(step(one, other)[0])


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
