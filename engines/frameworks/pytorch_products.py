"""Which products a PyTorch model makes, and of which type."""

from __future__ import annotations

from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from engines.frameworks.products import FLOATS

NAMES = (
    *("mm", "addmm", "bmm", "baddbmm", "mv", "addmv", "convolution", "_convolution"),
    *("mkldnn_rnn_layer", "_cudnn_rnn", "miopen_rnn"),
)
"""Operations that multiply matrices; those of attention begin with `_scaled_dot_product`."""


class Products(TorchDispatchMode):
    """Sees the products of a forward pass, after autocast has chosen their types."""

    def __init__(self) -> None:
        super().__init__()
        self.types: list[str] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = func.overloadpacket.__name__
        if name in NAMES or name.startswith("_scaled_dot_product"):
            matrices = [
                str(one.dtype).removeprefix("torch.")
                for one in args
                if isinstance(one, torch.Tensor) and one.ndim > 1
            ]
            self.types += [one for one in FLOATS if one in matrices][-1:]
        return func(*args, **(kwargs or {}))
