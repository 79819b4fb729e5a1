"""A softmax too many."""

import torch
from torch.nn import functional as F


def bug(wrap):
    logits, labels = torch.tensor([[2.0, 0.0, -1.0]]), torch.tensor([0])

    @wrap
    def step(logits, labels):
        probabilities = torch.softmax(logits, dim=1)
        return F.cross_entropy(probabilities, labels)  # BUG: it takes logits

    return step(logits, labels).item()


def fixed(wrap):
    logits, labels = torch.tensor([[2.0, 0.0, -1.0]]), torch.tensor([0])

    @wrap
    def step(logits, labels):
        return F.cross_entropy(logits, labels)

    return step(logits, labels).item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
