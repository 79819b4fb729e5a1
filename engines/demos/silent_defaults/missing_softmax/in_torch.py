"""A softmax too few."""

import torch
from torch.nn import functional as F


def bug(wrap):
    logits, labels = torch.tensor([[2.0, 0.0, -1.0]]), torch.tensor([0])

    @wrap
    def step(logits, labels):
        return F.nll_loss(logits, labels)  # BUG: it takes log-probabilities

    return step(logits, labels).item()


def fixed(wrap):
    logits, labels = torch.tensor([[2.0, 0.0, -1.0]]), torch.tensor([0])

    @wrap
    def step(logits, labels):
        return F.nll_loss(F.log_softmax(logits, dim=1), labels)

    return step(logits, labels).item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
