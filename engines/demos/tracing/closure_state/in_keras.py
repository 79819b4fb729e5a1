"""A step that changes a weight of the world around it."""

import tensorflow as tf


def bug(wrap):
    weight = tf.Variable([1.0])

    @wrap
    def step(x):
        weight.assign_sub(0.1 * x)  # BUG: the weight is no argument
        return weight * x

    for _ in range(3):
        step(tf.ones(1))
    return float(weight[0])


def fixed(wrap):
    weight = tf.Variable([1.0])

    @wrap
    def step(weight, x):
        weight.assign_sub(0.1 * x)
        return weight * x

    for _ in range(3):
        step(weight, tf.ones(1))
    return float(weight[0])


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
