"""A column of predictions against a row of targets."""

import torch
from torch.nn import functional as F


def bug(wrap):
    targets = torch.arange(6.0)
    predictions = targets.reshape(6, 1)

    @wrap
    def step(predictions, targets):
        return F.mse_loss(predictions, targets)  # BUG: (6, 1) and (6,)

    return step(predictions, targets).item()


def fixed(wrap):
    targets = torch.arange(6.0)
    predictions = targets.reshape(6, 1)

    @wrap
    def step(predictions, targets):
        return F.mse_loss(predictions.squeeze(1), targets)

    return step(predictions, targets).item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
