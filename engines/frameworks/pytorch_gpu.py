"""What PyTorch's users do for speed where there is a GPU: memory that it reads by itself, and layouts."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

from engines.workloads.workload import Array


def pinned(array: Array) -> Array:
    """A copy in page-locked memory, from which a GPU fetches while Python goes on."""
    return torch.from_numpy(array).pin_memory().numpy()


def channels_last(model: nn.Module, forward: Callable[[], object]) -> bool:
    """Hold convolutions' kernels channels last, as tensor cores read them, where a forward goes with it.

    After https://docs.pytorch.org/tutorials/intermediate/memory_format_tutorial.html. A model that
    takes `view` of what a convolution returned can do with the other layout only: it gets that back.
    Returns whether the kernels are channels last now.
    """
    kernels = [one.weight for one in model.modules() if isinstance(one, nn.Conv2d)]
    if not kernels:
        return False
    _lay(kernels, torch.channels_last)
    try:
        forward()
    except RuntimeError:
        _lay(kernels, torch.contiguous_format)
        return False
    return True


def _lay(kernels: list[torch.Tensor], layout: torch.memory_format) -> None:
    for kernel in kernels:
        kernel.data = kernel.data.contiguous(memory_format=layout)
