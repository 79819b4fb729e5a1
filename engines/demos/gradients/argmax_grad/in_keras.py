"""A loss on the class that was chosen."""

import keras
import tensorflow as tf

SCORES = tf.constant([1.0, 3.0, 2.0])


def bug(wrap):
    weight = keras.Variable([1.0, 1.0, 1.0])
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build([weight])

    @wrap
    def step():
        with tf.GradientTape() as tape:
            chosen = tf.cast(tf.argmax(weight * SCORES), tf.float32)
            loss = (chosen - 2.0) ** 2
        gradients = tape.gradient(loss, [weight.value])
        optimizer.apply_gradients(zip(gradients, [weight]))  # BUG: there is no gradient

    step()
    return bool(tf.reduce_any(weight.value != 1.0))


def fixed(wrap):
    weight = keras.Variable([1.0, 1.0, 1.0])
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build([weight])

    @wrap
    def step():
        with tf.GradientTape() as tape:
            chosen = tf.reduce_sum(tf.nn.softmax(weight * SCORES) * tf.range(3.0))
            loss = (chosen - 2.0) ** 2
        gradients = tape.gradient(loss, [weight.value])
        optimizer.apply_gradients(zip(gradients, [weight]))

    step()
    return bool(tf.reduce_any(weight.value != 1.0))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
