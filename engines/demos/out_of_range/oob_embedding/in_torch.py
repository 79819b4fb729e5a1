"""A vocabulary of five words, asked for word 7."""

import torch
from torch import nn

ROWS = torch.tensor([[0.0, 0.0], [1.0, 10.0], [2.0, 20.0], [3.0, 30.0], [4.0, 40.0]])


def bug(wrap):
    embedding = nn.Embedding.from_pretrained(ROWS)

    @wrap
    def step(ids):
        return embedding(ids) * 1.0  # BUG: there are 5 rows

    return step(torch.tensor(7)).tolist()


def fixed(wrap):
    embedding = nn.Embedding.from_pretrained(ROWS)

    @wrap
    def step(ids):
        return embedding(ids) * 1.0

    return step(torch.tensor(2)).tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
