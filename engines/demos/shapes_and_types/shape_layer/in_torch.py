"""A batch with a feature too many."""

import torch
from torch import nn


def bug(wrap):
    layer = nn.Linear(8, 4)

    @wrap
    def step(x):
        return torch.relu(layer(x))  # BUG: the batch has 9 features

    return list(step(torch.ones(2, 9)).shape)


def fixed(wrap):
    layer = nn.Linear(8, 4)

    @wrap
    def step(x):
        return torch.relu(layer(x))

    return list(step(torch.ones(2, 8)).shape)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
