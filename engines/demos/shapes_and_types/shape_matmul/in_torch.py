"""A row too many in the second matrix."""

import torch


def bug(wrap):
    @wrap
    def step(x, kernel):
        return torch.tanh(x @ kernel)  # BUG: 16 against 17

    return list(step(torch.ones(2, 16), torch.ones(17, 4)).shape)


def fixed(wrap):
    @wrap
    def step(x, kernel):
        return torch.tanh(x @ kernel)

    return list(step(torch.ones(2, 16), torch.ones(16, 4)).shape)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
