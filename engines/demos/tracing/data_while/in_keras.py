"""A loop that depends on the data."""

import tensorflow as tf


def bug(wrap):
    @wrap
    def step(x):
        while x < 100:  # BUG: the value is known at run time only
            x = x * 2
        return x

    return float(step(tf.constant(3.0)))


def fixed(wrap):
    @wrap
    def step(x):
        return tf.while_loop(lambda x: x < 100, lambda x: (x * 2,), (x,))[0]

    return float(step(tf.constant(3.0)))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
