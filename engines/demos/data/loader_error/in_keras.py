"""A record that cannot be read."""

import tensorflow as tf


def read(number, broken):
    if number == broken:
        raise ValueError(f"record {number} is torn")
    return float(number)


def records(broken):
    for number in range(4):
        yield read(number, broken)


def bug(wrap):
    @wrap
    def step(total, x):
        return total + tf.reduce_sum(x)

    total = tf.constant(0.0)
    data = tf.data.Dataset.from_generator(
        lambda: records(broken=3), output_signature=tf.TensorSpec((), tf.float32)
    )
    for x in data.batch(1):  # BUG: record 3 is torn
        total = step(total, x)
    return float(total)


def fixed(wrap):
    @wrap
    def step(total, x):
        return total + tf.reduce_sum(x)

    total = tf.constant(0.0)
    data = tf.data.Dataset.from_generator(
        lambda: records(broken=None), output_signature=tf.TensorSpec((), tf.float32)
    )
    for x in data.batch(1):
        total = step(total, x)
    return float(total)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
