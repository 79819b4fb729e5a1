"""A column of predictions against a row of targets."""

import tensorflow as tf


def bug(wrap):
    targets = tf.range(6.0)
    predictions = tf.reshape(targets, (6, 1))

    @wrap
    def step(predictions, targets):
        return tf.reduce_mean((predictions - targets) ** 2)  # BUG: (6, 1) - (6,) is (6, 6)

    return float(step(predictions, targets))


def fixed(wrap):
    targets = tf.range(6.0)
    predictions = tf.reshape(targets, (6, 1))

    @wrap
    def step(predictions, targets):
        return tf.reduce_mean((tf.squeeze(predictions, 1) - targets) ** 2)

    return float(step(predictions, targets))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
