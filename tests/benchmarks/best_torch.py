"""PyTorch's training loops as its best users write them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch.nn import functional as F

from engines.workloads.workload import Workload
from tests.benchmarks.best_loops import MOMENTUM, SEED, Chunk, Maker, Slice, by_chunk


def model_of(workload: Workload) -> torch.nn.Module:
    model: torch.nn.Module = workload.models["torch"](workload.initial_weights(SEED))
    return model.train()


def optimizer_of(
    workload: Workload, model: torch.nn.Module, lr: float | torch.Tensor, *, fused: bool
) -> torch.optim.Optimizer:
    if workload.optimizer == "sgd":
        return torch.optim.SGD(model.parameters(), lr=lr, momentum=MOMENTUM, fused=fused)
    return torch.optim.Adam(model.parameters(), lr=lr, fused=fused)


def eager(workload: Workload, **compiled: Any) -> Slice:
    """https://docs.pytorch.org/tutorials/recipes/recipes/tuning_guide.html, with a fused optimizer

    (https://docs.pytorch.org/docs/stable/optim.html) and losses that are fetched together.
    """
    model = model_of(workload)
    optimizer = optimizer_of(
        workload, model, workload.learning_rates[workload.optimizer], fused=True
    )

    def loss_of(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = model(x)
        if logits.dim() > 2:
            logits, y = logits.flatten(0, -2), y.flatten()
        return F.cross_entropy(logits, y)

    if compiled:
        loss_of = torch.compile(loss_of, **compiled)

    def train(chunk: Chunk) -> list[float]:
        losses = []
        for x, y in chunk:
            loss = loss_of(torch.from_numpy(x), torch.from_numpy(y))
            loss.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            losses.append(loss.detach())
        return torch.stack(losses).tolist()

    return by_chunk(train)


def compiled(**how: Any) -> Callable[[Workload], Slice]:
    """The eager loop with a compiled forward and loss."""

    def loop(workload: Workload) -> Slice:
        return eager(workload, **how)

    page = "https://docs.pytorch.org/tutorials/intermediate/torch_compile_tutorial.html"
    loop.__doc__ = f"{page}, over model and loss"
    return loop


LOOPS: dict[str, Maker] = {
    "eager": eager,
    "compile": compiled(backend="inductor"),
    "reduce-overhead": compiled(mode="reduce-overhead"),
    "max-autotune": compiled(mode="max-autotune"),
    "aot_eager": compiled(backend="aot_eager"),
    "dynamo": compiled(backend="eager"),
}
