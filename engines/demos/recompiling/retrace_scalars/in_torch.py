"""A learning rate for each step."""

import torch


def bug(wrap):
    @wrap
    def step(x, rate):
        return (x * rate).sum()

    return [step(torch.ones(4), n / 16).item() for n in range(1, 13)]  # BUG: a Python float


def fixed(wrap):
    @wrap
    def step(x, rate):
        return (x * rate).sum()

    return [step(torch.ones(4), torch.tensor(n / 16)).item() for n in range(1, 13)]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
