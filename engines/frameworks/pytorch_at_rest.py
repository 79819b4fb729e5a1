"""A torch model in evaluation mode, which is afterwards what it was, to the bit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn


@contextmanager
def at_rest(model: nn.Module, *, weights_too: bool) -> Iterator[None]:
    """Evaluation mode without gradients, as PyTorch's users evaluate; then all as before.

    Buffers, attributes that hold state (a hidden state, a counter, a generator) and the global
    generators are put back: a forward may change them in evaluation mode too. Some forwards change
    weights, as an embedding with `max_norm` does; a copy of all of them is made only if asked for.
    """
    devices = [torch.cuda.current_device()] if torch.cuda.is_initialized() else []
    before = [(module, _state(module, weights_too)) for module in model.modules()]
    model.eval()
    try:
        with torch.random.fork_rng(devices), torch.no_grad():
            yield
    finally:
        with torch.no_grad():
            for module, state in before:
                _put_back(module, state)


def versions(model: nn.Module) -> list[int]:
    """How often each weight was changed in place."""
    return [parameter._version for parameter in model.parameters()]


def drawn(model: nn.Module) -> list[bytes]:
    """The state of every generator that a forward may draw from: the global ones and the model's."""
    own = [value for module in model.modules() for value in vars(module).values()]
    states = [value.get_state() for value in own if isinstance(value, torch.Generator)]
    states.append(torch.get_rng_state())
    if torch.cuda.is_initialized():
        states.append(torch.cuda.get_rng_state())
    return [state.numpy().tobytes() for state in states]


def _state(module: nn.Module, weights_too: bool) -> dict[str, Any]:
    """Name -> (value, copy of what is in it) of a module's own attributes and buffers."""
    own = {name: value for name, value in vars(module).items() if not name.startswith("_")}
    own |= module._buffers | (module._parameters if weights_too else {})
    return {name: (value, _copy(value)) for name, value in own.items()}


def _copy(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value.clone()
    if isinstance(value, list | dict):
        return value.copy()
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
        elif isinstance(value, list):
            value[:] = copy
        elif isinstance(value, dict):
            value.clear()
            value.update(copy)
        kept = [part for part in (module._buffers, module._parameters) if name in part]
        (kept[0] if kept else own)[name] = value
