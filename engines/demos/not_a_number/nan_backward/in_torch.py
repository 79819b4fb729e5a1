"""A masked square root."""

import torch


def bug(wrap):
    x = torch.tensor([0.0, 4.0], requires_grad=True)

    @wrap
    def loss_of(x):
        roots = torch.sqrt(x)  # BUG: its slope at 0 is infinite
        return torch.where(x > 0, roots, 0.0).sum()

    loss_of(x).backward()
    return x.grad.tolist()


def fixed(wrap):
    x = torch.tensor([0.0, 4.0], requires_grad=True)

    @wrap
    def loss_of(x):
        roots = torch.sqrt(torch.where(x > 0, x, 1.0))
        return torch.where(x > 0, roots, 0.0).sum()

    loss_of(x).backward()
    return x.grad.tolist()


def hunter_detect_anomaly(wrap):
    x = torch.tensor([0.0, 4.0], requires_grad=True)

    @wrap
    def loss_of(x):
        roots = torch.sqrt(x)  # BUG: its slope at 0 is infinite
        return torch.where(x > 0, roots, 0.0).sum()

    with torch.autograd.detect_anomaly():
        loss_of(x).backward()
    return x.grad.tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
