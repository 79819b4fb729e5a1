"""Cross-entropy written by hand: the logarithm of a probability that is rounded to 0."""

import torch
from torch import nn

BATCHES = torch.tensor([[[1.0, 2.0]], [[1.0, 200.0]], [[1.0, 2.0]]])
TARGET = torch.tensor([[0.0, 1.0]])


def bug(wrap):
    model = nn.Linear(2, 2)
    nn.init.eye_(model.weight)
    nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

    @wrap
    def loss_of(x, y):
        probabilities = torch.softmax(model(x), dim=1)
        return -(y * torch.log(probabilities)).mean()  # BUG: 0 * log(0) is NaN

    losses = []
    for x in BATCHES:
        optimizer.zero_grad()
        loss = loss_of(x, TARGET)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def fixed(wrap):
    model = nn.Linear(2, 2)
    nn.init.eye_(model.weight)
    nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

    @wrap
    def loss_of(x, y):
        return -(y * torch.log_softmax(model(x), dim=1)).mean()

    losses = []
    for x in BATCHES:
        optimizer.zero_grad()
        loss = loss_of(x, TARGET)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def hunter_detect_anomaly(wrap):
    model = nn.Linear(2, 2)
    nn.init.eye_(model.weight)
    nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

    @wrap
    def loss_of(x, y):
        probabilities = torch.softmax(model(x), dim=1)
        return -(y * torch.log(probabilities)).mean()  # BUG: 0 * log(0) is NaN

    losses = []
    with torch.autograd.detect_anomaly():
        for x in BATCHES:
            optimizer.zero_grad()
            loss = loss_of(x, TARGET)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
