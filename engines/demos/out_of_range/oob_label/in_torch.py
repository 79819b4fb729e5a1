"""Four classes, and a label that is none of them."""

import torch
from torch.nn import functional as F


def bug(wrap):
    logits = torch.tensor([[1.0, 2.0, 3.0, 4.0]])

    @wrap
    def step(logits, labels):
        return F.cross_entropy(logits, labels)  # BUG: label 9 of 4 classes

    return step(logits, torch.tensor([9])).item()


def fixed(wrap):
    logits = torch.tensor([[1.0, 2.0, 3.0, 4.0]])

    @wrap
    def step(logits, labels):
        return F.cross_entropy(logits, labels)

    return step(logits, torch.tensor([1])).item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
