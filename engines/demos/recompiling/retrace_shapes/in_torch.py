"""Batches as they come."""

import torch


def bug(wrap):
    @wrap
    def step(x):
        return (x * 2).sum()

    return [step(torch.ones(size)).item() for size in range(1, 13)]  # BUG: a size a step


def fixed(wrap):
    @wrap
    def step(x):
        return (x * 2).sum()

    padded = [torch.nn.functional.pad(torch.ones(size), (0, 12 - size)) for size in range(1, 13)]
    return [step(x).item() for x in padded]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
