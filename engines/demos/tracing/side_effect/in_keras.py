"""Counting steps inside the step."""

import tensorflow as tf


def bug(wrap):
    seen = {"steps": 0}
    losses = []

    @wrap
    def step(x):
        seen["steps"] += 1
        losses.append(tf.reduce_mean(x))  # BUG: Python runs when the step is traced
        return x * 2

    for _ in range(5):
        step(tf.ones(4))
    return [seen["steps"], len(losses)]


def fixed(wrap):
    losses = []

    @wrap
    def step(x):
        return x * 2, tf.reduce_mean(x)

    steps = 0
    for _ in range(5):
        _, loss = step(tf.ones(4))
        losses.append(loss)
        steps += 1
    return [steps, len(losses)]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
