"""Counts times weights."""

import torch


def bug(wrap):
    @wrap
    def step(counts, weights):
        return counts @ weights  # BUG: int32 times float32

    return step(torch.tensor([[1, 2]], dtype=torch.int32), torch.full((2, 1), 0.5)).tolist()


def fixed(wrap):
    @wrap
    def step(counts, weights):
        return counts.float() @ weights

    return step(torch.tensor([[1, 2]], dtype=torch.int32), torch.full((2, 1), 0.5)).tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
