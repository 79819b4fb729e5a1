"""Two weights, one of them forgotten in the forward pass."""

import torch


def bug(wrap):
    first = torch.ones(1, requires_grad=True)
    second = torch.ones(1, requires_grad=True)
    optimizer = torch.optim.SGD([first, second], lr=0.1)

    @wrap
    def loss_of(x):
        return (first * x).sum()  # BUG: the second weight is forgotten

    loss_of(torch.ones(1)).backward()
    optimizer.step()
    return [first.item() != 1.0, second.item() != 1.0]


def fixed(wrap):
    first = torch.ones(1, requires_grad=True)
    second = torch.ones(1, requires_grad=True)
    optimizer = torch.optim.SGD([first, second], lr=0.1)

    @wrap
    def loss_of(x):
        return (first * second * x).sum()

    loss_of(torch.ones(1)).backward()
    optimizer.step()
    return [first.item() != 1.0, second.item() != 1.0]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
