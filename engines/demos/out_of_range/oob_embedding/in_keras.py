"""A vocabulary of five words, asked for word 7."""

import keras
import tensorflow as tf

ROWS = tf.constant([[0.0, 0.0], [1.0, 10.0], [2.0, 20.0], [3.0, 30.0], [4.0, 40.0]])


def bug(wrap):
    embedding = keras.layers.Embedding(5, 2)
    embedding.build()
    embedding.embeddings.assign(ROWS)

    @wrap
    def step(ids):
        return embedding(ids) * 1.0  # BUG: there are 5 rows

    return step(tf.constant(7)).numpy().tolist()


def fixed(wrap):
    embedding = keras.layers.Embedding(5, 2)
    embedding.build()
    embedding.embeddings.assign(ROWS)

    @wrap
    def step(ids):
        return embedding(ids) * 1.0

    return step(tf.constant(2)).numpy().tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
