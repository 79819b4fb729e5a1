"""A prediction from a model with dropout."""

import keras
import tensorflow as tf


def bug(wrap):
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dropout(0.5, seed=0)])

    @wrap
    def predict(x):
        return model(x)  # BUG: nobody said training=False

    return predict(tf.ones((1, 8)))[0].numpy().tolist()


def fixed(wrap):
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dropout(0.5, seed=0)])

    @wrap
    def predict(x):
        return model(x, training=False)

    return predict(tf.ones((1, 8)))[0].numpy().tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
