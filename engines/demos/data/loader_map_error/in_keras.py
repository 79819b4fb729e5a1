"""Two records, one of them short."""

import tensorflow as tf

RECORDS = [[1.0, 1.0, 1.0], [1.0, 1.0]]
ROW = tf.TensorSpec((None,), tf.float32)


def bug(wrap):
    @wrap
    def step(x):
        return tf.reduce_sum(x)

    data = tf.data.Dataset.from_generator(lambda: iter(RECORDS), output_signature=ROW)
    for x in data.batch(2):  # BUG: three values and two
        total = step(x)
    return float(total)


def fixed(wrap):
    @wrap
    def step(x):
        return tf.reduce_sum(x)

    data = tf.data.Dataset.from_generator(lambda: iter(RECORDS), output_signature=ROW)
    for x in data.padded_batch(2):
        total = step(x)
    return float(total)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
