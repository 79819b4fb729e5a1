"""Keeping an intermediate value."""

import tensorflow as tf


def bug(wrap):
    kept = []

    @wrap
    def step(x):
        mean = tf.reduce_mean(x)
        kept.append(mean)  # BUG: it leaves the step by a side door
        return x * mean

    step(tf.fill((4,), 2.0))
    return float(kept[0] + 1)


def fixed(wrap):
    @wrap
    def step(x):
        mean = tf.reduce_mean(x)
        return x * mean, mean

    _, mean = step(tf.fill((4,), 2.0))
    return float(mean + 1)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
