"""A branch that depends on the data."""

import tensorflow as tf


def bug(wrap):
    @wrap
    def step(x):
        if tf.reduce_sum(x) > 0:  # BUG: the value is known at run time only
            return x * 2
        return -x

    return [float(step(tf.constant([1.0]))[0]), float(step(tf.constant([-1.0]))[0])]


def fixed(wrap):
    @wrap
    def step(x):
        return tf.where(tf.reduce_sum(x) > 0, x * 2, -x)

    return [float(step(tf.constant([1.0]))[0]), float(step(tf.constant([-1.0]))[0])]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
