"""Sums divided by counts, and a group with nothing in it."""

import torch


def bug(wrap):
    @wrap
    def step(sums, counts):
        return sums // counts  # BUG: a count of 0

    return step(torch.tensor([7, 8, 9]), torch.tensor([1, 0, 2])).tolist()


def fixed(wrap):
    @wrap
    def step(sums, counts):
        return sums // torch.clamp(counts, min=1)

    return step(torch.tensor([7, 8, 9]), torch.tensor([1, 0, 2])).tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
