"""Two records, one of them short."""

import torch
from torch.utils.data import DataLoader

RECORDS = [torch.ones(3), torch.ones(2)]


def bug(wrap):
    @wrap
    def step(x):
        return x.sum()

    for x in DataLoader(RECORDS, batch_size=2):  # BUG: three values and two
        total = step(x)
    return total.item()


def fixed(wrap):
    @wrap
    def step(x):
        return x.sum()

    padded = [torch.nn.functional.pad(record, (0, 3 - len(record))) for record in RECORDS]
    for x in DataLoader(padded, batch_size=2):
        total = step(x)
    return total.item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
