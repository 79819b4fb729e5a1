"""A letter wrong."""

import torch


def bug(wrap):
    @wrap
    def step(x):
        return (x * x.shpae[0]).sum()  # BUG: a letter wrong

    return step(torch.tensor([1.0, 2.0])).item()


def fixed(wrap):
    @wrap
    def step(x):
        return (x * x.shape[0]).sum()

    return step(torch.tensor([1.0, 2.0])).item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
