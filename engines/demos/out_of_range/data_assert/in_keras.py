"""A guard against negative data."""

import tensorflow as tf


def bug(wrap):
    @wrap
    def step(x):
        assert tf.reduce_all(x > 0), (
            "x must be positive"
        )  # BUG: the value is known at run time only
        return tf.reduce_sum(x)

    return float(step(tf.constant([1.0, -2.0])))


def fixed(wrap):
    @wrap
    def step(x):
        return tf.reduce_sum(x)

    x = tf.constant([1.0, 2.0])
    assert tf.reduce_all(x > 0), "x must be positive"
    return float(step(x))


def hunter_assert_positive(wrap):
    @wrap
    def step(x):
        tf.debugging.assert_positive(x, "x must be positive")  # BUG: the data is negative
        return tf.reduce_sum(x)

    return float(step(tf.constant([1.0, -2.0])))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
