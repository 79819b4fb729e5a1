"""A column of predictions against a row of targets."""

import keras
import tensorflow as tf


def bug(wrap):
    targets = tf.range(6.0)
    predictions = tf.reshape(targets, (6, 1))
    loss_of = keras.losses.MeanSquaredError()

    @wrap
    def step(predictions, targets):
        return loss_of(targets, predictions)  # BUG: (6, 1) and (6,)

    return float(step(predictions, targets))


def fixed(wrap):
    targets = tf.range(6.0)
    predictions = tf.reshape(targets, (6, 1))
    loss_of = keras.losses.MeanSquaredError()

    @wrap
    def step(predictions, targets):
        return loss_of(tf.reshape(targets, (6, 1)), predictions)

    return float(step(predictions, targets))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
