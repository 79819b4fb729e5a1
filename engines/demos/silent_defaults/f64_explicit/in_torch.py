"""A number that only a double can hold."""

import torch


def bug(wrap):
    @wrap
    def step(x):
        return x - 1.0

    return step(torch.tensor([1.0 + 1e-10], dtype=torch.float64)).item()  # BUG: is it one?


def fixed(wrap):
    @wrap
    def step(x):
        return x - 1.0

    return step(torch.tensor([1.0 + 1e-10], dtype=torch.float64)).item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
