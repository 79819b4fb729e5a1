"""Keeping an intermediate value."""

import torch


def bug(wrap):
    kept = []

    @wrap
    def step(x):
        mean = x.mean()
        kept.append(mean)  # BUG: it leaves the step by a side door
        return x * mean

    step(torch.full((4,), 2.0))
    return (kept[0] + 1).item()


def fixed(wrap):
    @wrap
    def step(x):
        mean = x.mean()
        return x * mean, mean

    _, mean = step(torch.full((4,), 2.0))
    return (mean + 1).item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
