"""A branch that depends on the data."""

import torch


def bug(wrap):
    @wrap
    def step(x):
        if x.sum() > 0:  # BUG: the value is known at run time only
            return x * 2
        return -x

    return [step(torch.tensor([1.0])).item(), step(torch.tensor([-1.0])).item()]


def fixed(wrap):
    @wrap
    def step(x):
        return torch.where(x.sum() > 0, x * 2, -x)

    return [step(torch.tensor([1.0])).item(), step(torch.tensor([-1.0])).item()]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
