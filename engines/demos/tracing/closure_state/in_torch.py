"""A step that changes a weight of the world around it."""

import torch


def bug(wrap):
    weight = torch.tensor([1.0])

    @wrap
    def step(x):
        weight.sub_(0.1 * x)  # BUG: the weight is no argument
        return weight * x

    for _ in range(3):
        step(torch.ones(1))
    return weight.item()


def fixed(wrap):
    weight = torch.tensor([1.0])

    @wrap
    def step(weight, x):
        weight.sub_(0.1 * x)
        return weight * x

    for _ in range(3):
        step(weight, torch.ones(1))
    return weight.item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
