"""PyTorch as a demo's cell sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch._dynamo import utils as dynamo_utils

from engines.demos.reading import Frame

TRACING = ("torch/_dynamo/convert_frame.py", "torch/_dynamo/symbolic_convert.py")
COMPILING = ("torch/_inductor/", "torch/_functorch/")


def prepare(mode: str) -> None:
    """Forget all compiled functions; the first backward starts its threads."""
    torch._dynamo.reset()
    dynamo_utils.counters.clear()
    torch.manual_seed(0)
    torch.ones(1, requires_grad=True).sum().backward()
    if mode == "compile":
        pass  # a part of importing, which no cell's seconds hold


def wrapper(mode: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`torch.compile`, or nothing."""
    return torch.compile if mode == "compile" else lambda function: function


@contextmanager
def unfiltered() -> Iterator[None]:
    """What `TORCHDYNAMO_VERBOSE=1` switches on."""
    before = torch._dynamo.config.verbose
    torch._dynamo.config.verbose = True
    try:
        yield
    finally:
        torch._dynamo.config.verbose = before


def is_traced(value: object) -> bool:
    """Fake tensors have a shape and no values."""
    from torch._subclasses.fake_tensor import FakeTensor

    return isinstance(value, FakeTensor)


def is_array(value: object) -> bool:
    """Any tensor."""
    return isinstance(value, torch.Tensor)


def compilations(wrapped: Sequence[Any]) -> int:
    """Graphs that Dynamo made since `prepare`."""
    return int(dynamo_utils.counters["stats"]["unique_graphs"])


def stage(above: Sequence[Frame], below: Sequence[Frame], message: str) -> str:
    """Dynamo traces and calls the compiler while a frame is converted."""
    files = [frame.file for frame in (*above, *below)]
    if not any(file.endswith(TRACING) for file in files):
        return "run"
    return "compile" if any(part in file for file in files for part in COMPILING) else "trace"
