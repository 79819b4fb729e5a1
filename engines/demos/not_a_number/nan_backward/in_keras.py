"""A masked square root."""

import tensorflow as tf


def bug(wrap):
    @wrap
    def gradient_of(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            roots = tf.sqrt(x)  # BUG: its slope at 0 is infinite
            loss = tf.reduce_sum(tf.where(x > 0, roots, 0.0))
        return tape.gradient(loss, x)

    return gradient_of(tf.constant([0.0, 4.0])).numpy().tolist()


def fixed(wrap):
    @wrap
    def gradient_of(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            roots = tf.sqrt(tf.where(x > 0, x, 1.0))
            loss = tf.reduce_sum(tf.where(x > 0, roots, 0.0))
        return tape.gradient(loss, x)

    return gradient_of(tf.constant([0.0, 4.0])).numpy().tolist()


def hunter_check_numerics(wrap):
    tf.debugging.enable_check_numerics()

    @wrap
    def gradient_of(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            roots = tf.sqrt(x)  # BUG: its slope at 0 is infinite
            loss = tf.reduce_sum(tf.where(x > 0, roots, 0.0))
        return tape.gradient(loss, x)

    return gradient_of(tf.constant([0.0, 4.0])).numpy().tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
