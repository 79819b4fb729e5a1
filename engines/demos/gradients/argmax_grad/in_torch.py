"""A loss on the class that was chosen."""

import torch

SCORES = torch.tensor([1.0, 3.0, 2.0])


def bug(wrap):
    weight = torch.tensor([1.0, 1.0, 1.0], requires_grad=True)

    @wrap
    def loss_of(weight):
        chosen = torch.argmax(weight * SCORES).float()  # BUG: it has no gradient
        return (chosen - 2.0) ** 2

    loss_of(weight).backward()
    return bool((weight.grad != 0).any())


def fixed(wrap):
    weight = torch.tensor([1.0, 1.0, 1.0], requires_grad=True)

    @wrap
    def loss_of(weight):
        chosen = (torch.softmax(weight * SCORES, dim=0) * torch.arange(3.0)).sum()
        return (chosen - 2.0) ** 2

    loss_of(weight).backward()
    return bool((weight.grad != 0).any())


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
