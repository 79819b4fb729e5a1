"""A softmax too few."""

import keras
import tensorflow as tf


def bug(wrap):
    logits, labels = tf.constant([[2.0, 0.0, -1.0]]), tf.constant([0])
    loss_of = keras.losses.SparseCategoricalCrossentropy()

    @wrap
    def step(logits, labels):
        return loss_of(labels, logits)  # BUG: by default it takes probabilities

    return float(step(logits, labels))


def fixed(wrap):
    logits, labels = tf.constant([[2.0, 0.0, -1.0]]), tf.constant([0])
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    @wrap
    def step(logits, labels):
        return loss_of(labels, logits)

    return float(step(logits, labels))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
