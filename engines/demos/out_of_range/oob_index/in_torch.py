"""A table of five numbers, asked for number 7."""

import torch


def bug(wrap):
    table = torch.tensor([10.0, 11.0, 12.0, 13.0, 14.0])

    @wrap
    def step(table, index):
        return table[index] * 1.0  # BUG: there are 5 entries

    return step(table, torch.tensor(7)).item()


def fixed(wrap):
    table = torch.tensor([10.0, 11.0, 12.0, 13.0, 14.0])

    @wrap
    def step(table, index):
        return table[index] * 1.0

    return step(table, torch.tensor(2)).item()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
