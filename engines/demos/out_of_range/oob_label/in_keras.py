"""Four classes, and a label that is none of them."""

import keras
import tensorflow as tf


def bug(wrap):
    logits = tf.constant([[1.0, 2.0, 3.0, 4.0]])
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    @wrap
    def step(logits, labels):
        return loss_of(labels, logits)  # BUG: label 9 of 4 classes

    return float(step(logits, tf.constant([9])))


def fixed(wrap):
    logits = tf.constant([[1.0, 2.0, 3.0, 4.0]])
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    @wrap
    def step(logits, labels):
        return loss_of(labels, logits)

    return float(step(logits, tf.constant([1])))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
