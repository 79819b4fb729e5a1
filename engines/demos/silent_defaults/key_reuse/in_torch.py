"""Noise for two layers."""

import torch


def bug(wrap):
    @wrap
    def step(one, other):
        return one + 0, other + 0

    torch.manual_seed(0)
    one = torch.randn(3)
    torch.manual_seed(0)  # BUG: the same state again
    one, other = step(one, torch.randn(3))
    return not bool((one == other).all())


def fixed(wrap):
    @wrap
    def step(one, other):
        return one + 0, other + 0

    torch.manual_seed(0)
    one, other = step(torch.randn(3), torch.randn(3))
    return not bool((one == other).all())


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
