"""A training loop that lacks a line."""

import torch


def bug(wrap):
    weight = torch.tensor([1.0], requires_grad=True)
    optimizer = torch.optim.SGD([weight], lr=0.1)

    @wrap
    def loss_of(x):
        return (weight * x).sum()

    for _ in range(3):
        loss_of(torch.ones(1)).backward()  # BUG: gradients of earlier steps are still there
        optimizer.step()
    return weight.item()


def fixed(wrap):
    weight = torch.tensor([1.0], requires_grad=True)
    optimizer = torch.optim.SGD([weight], lr=0.1)

    @wrap
    def loss_of(x):
        return (weight * x).sum()

    for _ in range(3):
        optimizer.zero_grad()
        loss_of(torch.ones(1)).backward()
        optimizer.step()
    return weight.item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
