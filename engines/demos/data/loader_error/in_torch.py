"""A record that cannot be read."""

import torch
from torch.utils.data import DataLoader, Dataset


class Records(Dataset):
    def __init__(self, broken):
        self.broken = broken

    def __len__(self):
        return 4

    def __getitem__(self, number):
        return read(number, self.broken)


def read(number, broken):
    if number == broken:
        raise ValueError(f"record {number} is torn")
    return float(number)


def bug(wrap):
    @wrap
    def step(total, x):
        return total + x.sum()

    total = torch.tensor(0.0)
    for x in DataLoader(Records(broken=3)):  # BUG: record 3 is torn
        total = step(total, x)
    return total.item()


def fixed(wrap):
    @wrap
    def step(total, x):
        return total + x.sum()

    total = torch.tensor(0.0)
    for x in DataLoader(Records(broken=None)):
        total = step(total, x)
    return total.item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
