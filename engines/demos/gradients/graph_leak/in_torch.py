"""A running total of the loss."""

import torch


def steps_kept(total):
    """How many additions hang on the total."""
    count, node = 0, getattr(total, "grad_fn", None)
    while node is not None:
        count, node = count + 1, next((one for one, _ in node.next_functions[:1]), None)
    return max(0, count - 1)


def bug(wrap):
    weight = torch.ones(1, requires_grad=True)

    @wrap
    def loss_of(x):
        return (weight * x).sum()

    total = 0
    for _ in range(200):
        total += loss_of(torch.ones(1))  # BUG: each loss brings its graph
    return steps_kept(total)


def fixed(wrap):
    weight = torch.ones(1, requires_grad=True)

    @wrap
    def loss_of(x):
        return (weight * x).sum()

    total = 0
    for _ in range(200):
        total += loss_of(torch.ones(1)).item()
    return steps_kept(total)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
