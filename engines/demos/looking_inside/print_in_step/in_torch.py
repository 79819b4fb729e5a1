"""Looking at a value while the step runs."""

import torch


def bug(wrap):
    @wrap
    def step(x):
        mean = x.mean()
        print("mean", mean)  # BUG: what is printed, and how often?
        return mean * 2

    for number in (1.0, 2.0, 3.0):
        step(torch.full((4,), number))


def fixed(wrap):
    @wrap
    def step(x):
        mean = x.mean()
        return mean * 2, mean

    for number in (1.0, 2.0, 3.0):
        _, mean = step(torch.full((4,), number))
        print("mean", mean.item())


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
