"""Counting steps inside the step."""

import torch


def bug(wrap):
    seen = {"steps": 0}
    losses = []

    @wrap
    def step(x):
        seen["steps"] += 1
        losses.append(x.mean())  # BUG: Python runs when the step is traced
        return x * 2

    for _ in range(5):
        step(torch.ones(4))
    return [seen["steps"], len(losses)]


def fixed(wrap):
    losses = []

    @wrap
    def step(x):
        return x * 2, x.mean()

    steps = 0
    for _ in range(5):
        _, loss = step(torch.ones(4))
        losses.append(loss)
        steps += 1
    return [steps, len(losses)]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
