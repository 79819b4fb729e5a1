"""A guard against negative data."""

import torch


def bug(wrap):
    @wrap
    def step(x):
        assert (x > 0).all(), "x must be positive"  # BUG: the value is known at run time only
        return x.sum()

    return step(torch.tensor([1.0, -2.0])).item()


def fixed(wrap):
    @wrap
    def step(x):
        return x.sum()

    x = torch.tensor([1.0, 2.0])
    assert (x > 0).all(), "x must be positive"
    return step(x).item()


def hunter_torch_assert(wrap):
    @wrap
    def step(x):
        torch._assert((x > 0).all(), "x must be positive")  # BUG: the data is negative
        return x.sum()

    return step(torch.tensor([1.0, -2.0])).item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
