"""An epoch that the step reads from an object."""

import tensorflow as tf


class Settings:
    epoch = 0


def bug(wrap):
    settings = Settings()

    @wrap
    def step(x):
        return tf.reduce_sum(x * settings.epoch)  # BUG: a Python number from outside

    results = []
    for settings.epoch in range(6):
        results.append(float(step(tf.ones(1))))
    return results


def fixed(wrap):
    @wrap
    def step(x, epoch):
        return tf.reduce_sum(x * epoch)

    return [float(step(tf.ones(1), tf.constant(float(epoch)))) for epoch in range(6)]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
