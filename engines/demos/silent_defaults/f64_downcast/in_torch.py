"""A NumPy array of doubles, as NumPy makes them."""

import numpy as np
import torch


def bug(wrap):
    numbers = np.array([1.0 + 1e-10])

    @wrap
    def step(x):
        return x - 1.0

    return step(torch.from_numpy(numbers)).item()  # BUG: whatever the conversion makes of it


def fixed(wrap):
    numbers = np.array([1.0 + 1e-10])

    @wrap
    def step(x):
        return x - 1.0

    return step(torch.from_numpy(numbers).double()).item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
