"""A torch model in evaluation mode, which is afterwards what it was, to the bit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn


@contextmanager
def at_rest(model: nn.Module) -> Iterator[None]:
    """Evaluation mode without gradients, as PyTorch's users evaluate; then all as before.

    Buffers, attributes that hold state (a hidden state, a counter, a generator) and the global
    generators are put back: a forward may change them in evaluation mode too.
    """
    devices = [torch.cuda.current_device()] if torch.cuda.is_initialized() else []
    before = [(module, _state(module)) for module in model.modules()]
    model.eval()
    try:
        with torch.random.fork_rng(devices), torch.no_grad():
            yield
    finally:
        with torch.no_grad():
            for module, state in before:
                _put_back(module, state)


def _state(module: nn.Module) -> dict[str, Any]:
    """Name -> (value, copy of what is in it) of a module's own attributes and buffers."""
    own = {name: value for name, value in vars(module).items() if not name.startswith("_")}
    return {name: (value, _copy(value)) for name, value in (own | module._buffers).items()}


def _copy(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value.clone()
    return value.get_state() if isinstance(value, torch.Generator) else None


def _put_back(module: nn.Module, state: dict[str, Any]) -> None:
    own = vars(module)
    for name in [name for name in own if not name.startswith("_") and name not in state]:
        del own[name]
    for name, (value, copy) in state.items():
        if isinstance(value, torch.Tensor):
            if not torch.equal(value, copy):
                value.copy_(copy)
        elif isinstance(value, torch.Generator):
            value.set_state(copy)
        (module._buffers if name in module._buffers else own)[name] = value
