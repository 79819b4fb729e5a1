"""Standing inside the step."""

import tensorflow as tf


def bug(wrap):
    @wrap
    def step(x):
        mean = tf.reduce_mean(x)
        breakpoint()  # BUG: where does it stand?
        return mean * 2

    for number in (1.0, 2.0, 3.0):
        step(tf.fill((4,), number))


def fixed(wrap):
    @wrap
    def step(x):
        mean = tf.reduce_mean(x)
        breakpoint()
        return mean * 2

    tf.config.run_functions_eagerly(True)
    try:
        for number in (1.0, 2.0, 3.0):
            step(tf.fill((4,), number))
    finally:
        tf.config.run_functions_eagerly(False)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
