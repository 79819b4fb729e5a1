"""Looking at a value while the step runs."""

import sys

import tensorflow as tf


def bug(wrap):
    @wrap
    def step(x):
        mean = tf.reduce_mean(x)
        print("mean", mean)  # BUG: what is printed, and how often?
        return mean * 2

    for number in (1.0, 2.0, 3.0):
        step(tf.fill((4,), number))


def fixed(wrap):
    @wrap
    def step(x):
        mean = tf.reduce_mean(x)
        return mean * 2, mean

    for number in (1.0, 2.0, 3.0):
        _, mean = step(tf.fill((4,), number))
        print("mean", float(mean))


def hunter_tf_print(wrap):
    @wrap
    def step(x):
        mean = tf.reduce_mean(x)
        tf.print("mean", mean, output_stream=sys.stdout)  # BUG: here stood print()
        return mean * 2

    for number in (1.0, 2.0, 3.0):
        step(tf.fill((4,), number))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
