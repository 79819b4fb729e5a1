"""A loop that depends on the data."""

import torch


def bug(wrap):
    @wrap
    def step(x):
        while x < 100:  # BUG: the value is known at run time only
            x = x * 2
        return x

    return step(torch.tensor(3.0)).item()


def fixed(wrap):
    @wrap
    def step(x):
        doublings = torch.ceil(torch.log2(100 / x)).clamp(min=0)
        return x * 2**doublings

    return step(torch.tensor(3.0)).item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
