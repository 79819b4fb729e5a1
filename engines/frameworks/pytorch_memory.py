"""Parameters of a PyTorch model in memory of their own, as the other frameworks have them.

`torch.from_numpy` copies nothing: two parameters made of one array, or of views of it, are one piece of
memory, which every step would change twice; an expanded one cannot be changed at all.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.parameter import is_lazy


@torch.no_grad()
def own_memory(model: nn.Module) -> None:
    """Copy parameters and buffers that share memory; one that is tied, one object, stays one.

    To be called on the CPU: on a GPU the parts of an LSTM share one piece of memory on purpose.
    """
    taken: list[tuple[int, int]] = []
    for one in [*model.parameters(), *model.buffers()]:
        if is_lazy(one) or one.layout != torch.strided or one.device.type == "meta":
            continue
        begin, size = one.untyped_storage().data_ptr(), one.untyped_storage().nbytes()
        shared = any(begin < end and start < begin + size for start, end in taken)
        if shared or size != one.nbytes:
            one.data = one.data.clone(memory_format=torch.contiguous_format)
            begin, size = one.untyped_storage().data_ptr(), one.nbytes
        taken.append((begin, begin + size))
