"""Two pixels are added."""

import torch


def bug(wrap):
    one = torch.tensor([200], dtype=torch.uint8)
    other = torch.tensor([100], dtype=torch.uint8)

    @wrap
    def step(one, other):
        return one + other  # BUG: 300 has no place in 8 bits

    return step(one, other).item()


def fixed(wrap):
    one = torch.tensor([200], dtype=torch.uint8)
    other = torch.tensor([100], dtype=torch.uint8)

    @wrap
    def step(one, other):
        return one.int() + other.int()

    return step(one, other).item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
