"""An addition in place, after an exponential."""

import torch


def bug(wrap):
    x = torch.zeros(1, requires_grad=True)

    @wrap
    def loss_of(x):
        y = x.exp()
        y.add_(1)  # BUG: the gradient of exp needs what it returned
        return y.sum()

    loss_of(x).backward()
    return x.grad.item()


def fixed(wrap):
    x = torch.zeros(1, requires_grad=True)

    @wrap
    def loss_of(x):
        y = x.exp()
        y = y + 1
        return y.sum()

    loss_of(x).backward()
    return x.grad.item()


def hunter_detect_anomaly(wrap):
    x = torch.zeros(1, requires_grad=True)

    @wrap
    def loss_of(x):
        y = x.exp()
        y.add_(1)  # BUG: the gradient of exp needs what it returned
        return y.sum()

    with torch.autograd.detect_anomaly():
        loss_of(x).backward()
    return x.grad.item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
