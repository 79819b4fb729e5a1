"""PyTorch: eager by default, `torch.compile` on the loss function, fused optimizers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import torch
from torch.nn import functional as F

from engines.frameworks.engine import (
    AllocatorMemory,
    Batch,
    OnCompile,
    Plan,
    Unavailable,
)
from engines.frameworks.pytorch_compiles import TorchCompileWatch
from engines.frameworks.pytorch_optimizers import make_optimizer, set_rate
from engines.workloads.workload import Array

BACKENDS: dict[str, dict[str, Any]] = {
    "compile": {"backend": "inductor"},
    "reduce-overhead": {"backend": "inductor", "mode": "reduce-overhead"},
    "max-autotune": {"backend": "inductor", "mode": "max-autotune"},
    "aot_eager": {"backend": "aot_eager"},
    "dynamo": {"backend": "eager"},
}


class PyTorchEngine:
    """A `torch.nn.Module` and a `torch.optim` optimizer."""

    def __init__(self, plan: Plan) -> None:
        if plan.device_kind == "cuda" and not torch.cuda.is_available():
            raise Unavailable(
                f"torch {torch.__version__} cannot use this GPU (CUDA build: "
                f"{torch.version.cuda or 'no'}): install a CUDA build of torch, or use torch@cpu."
            )
        torch.set_float32_matmul_precision("high" if plan.precision == "tf32" else "highest")
        torch.backends.cudnn.allow_tf32 = plan.precision == "tf32"
        self.version = str(torch.__version__)
        self.device = torch.device(plan.device_kind)
        self.device_name = torch.cuda.get_device_name() if self.device.type == "cuda" else "cpu"
        self.bf16 = plan.precision == "bf16"

        self.model = plan.workload.models["torch"](plan.weights).to(self.device)
        self.parameters = sum(p.numel() for p in self.model.parameters() if p.requires_grad)
        self.optimizer = make_optimizer(self.model, plan.optimization)
        self.threads = torch.get_num_threads()
        self.loss_kind = plan.workload.loss
        self.loss_in_mode = {"eager": self.loss}
        self.switch(plan.mode)

    def loss(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        autocast = torch.autocast(self.device.type, torch.bfloat16) if self.bf16 else nullcontext()
        with autocast:
            output = self.model(x)
        if self.loss_kind == "mean_squared_error":
            return F.mse_loss(output.float(), y)
        return F.cross_entropy(output.float().flatten(0, -2), y.flatten().long())

    def switch(self, mode: str) -> None:
        if mode not in self.loss_in_mode:
            self.loss_in_mode[mode] = torch.compile(self.loss, **BACKENDS[mode])
        self.compute_loss = self.loss_in_mode[mode]

    def set_learning_rate(self, rate: float) -> None:
        set_rate(self.optimizer, rate)

    def train(self, batches: Sequence[Batch]) -> list[float]:
        losses = torch.empty(len(batches), device=self.device)
        for step, (x, y) in enumerate(batches):
            loss = self.compute_loss(self.tensor(x), self.tensor(y))
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            losses[step] = loss.detach()
        return losses.tolist()  # waits for the device

    def tensor(self, array: Array) -> torch.Tensor:
        return torch.from_numpy(array).to(self.device, non_blocking=True)

    @torch.no_grad()
    def evaluate(self, x: Array, y: Array) -> tuple[float, float | None]:
        inputs, labels = self.tensor(x), self.tensor(y)
        loss = float(self.loss(inputs, labels))
        if self.loss_kind == "mean_squared_error":
            return loss, None
        right = self.model(inputs).argmax(-1) == labels
        return loss, float(right.float().mean())

    @torch.no_grad()
    def logits_shape(self, x: Array) -> tuple[int, ...]:
        return tuple(self.model(self.tensor(x)).shape)

    def watch_compiles(self, on_compile: OnCompile) -> TorchCompileWatch:
        return TorchCompileWatch(on_compile)

    def allocator_memory(self) -> AllocatorMemory | None:
        if self.device.type != "cuda":
            return None
        return AllocatorMemory(
            used=torch.cuda.memory_allocated(),
            peak=torch.cuda.max_memory_allocated(),
            reserved=torch.cuda.memory_reserved(),
        )
