"""A row too many in the second matrix."""

import tensorflow as tf


def bug(wrap):
    @wrap
    def step(x, kernel):
        return tf.tanh(x @ kernel)  # BUG: 16 against 17

    return list(step(tf.ones((2, 16)), tf.ones((17, 4))).shape)


def fixed(wrap):
    @wrap
    def step(x, kernel):
        return tf.tanh(x @ kernel)

    return list(step(tf.ones((2, 16)), tf.ones((16, 4))).shape)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
