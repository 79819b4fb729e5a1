"""A batch as NumPy makes it."""

import numpy as np
import torch
from torch import nn


def bug(wrap):
    layer = nn.Linear(3, 1)
    nn.init.ones_(layer.weight)
    nn.init.zeros_(layer.bias)

    @wrap
    def step(x):
        return layer(x)  # BUG: the batch is float64

    return step(torch.from_numpy(np.ones((1, 3)))).tolist()


def fixed(wrap):
    layer = nn.Linear(3, 1)
    nn.init.ones_(layer.weight)
    nn.init.zeros_(layer.bias)

    @wrap
    def step(x):
        return layer(x)

    return step(torch.from_numpy(np.ones((1, 3))).float()).tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
