"""An epoch that the step reads from an object."""

import torch


class Settings:
    epoch = 0


def bug(wrap):
    settings = Settings()

    @wrap
    def step(x):
        return (x * settings.epoch).sum()  # BUG: a Python number from outside

    results = []
    for settings.epoch in range(6):
        results.append(step(torch.ones(1)).item())
    return results


def fixed(wrap):
    @wrap
    def step(x, epoch):
        return (x * epoch).sum()

    return [step(torch.ones(1), torch.tensor(float(epoch))).item() for epoch in range(6)]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
