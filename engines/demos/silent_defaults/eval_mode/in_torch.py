"""A prediction from a model with dropout."""

import torch
from torch import nn


def bug(wrap):
    torch.manual_seed(0)
    model = nn.Dropout(0.5)

    @wrap
    def predict(x):
        return model(x)  # BUG: nobody called eval()

    return predict(torch.ones(8)).tolist()


def fixed(wrap):
    torch.manual_seed(0)
    model = nn.Dropout(0.5).eval()

    @wrap
    def predict(x):
        return model(x)

    return predict(torch.ones(8)).tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
