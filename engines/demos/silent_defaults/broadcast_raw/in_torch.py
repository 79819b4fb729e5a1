"""A column of predictions against a row of targets."""

import torch


def bug(wrap):
    targets = torch.arange(6.0)
    predictions = targets.reshape(6, 1)

    @wrap
    def step(predictions, targets):
        return ((predictions - targets) ** 2).mean()  # BUG: (6, 1) - (6,) is (6, 6)

    return step(predictions, targets).item()


def fixed(wrap):
    targets = torch.arange(6.0)
    predictions = targets.reshape(6, 1)

    @wrap
    def step(predictions, targets):
        return ((predictions.squeeze(1) - targets) ** 2).mean()

    return step(predictions, targets).item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
