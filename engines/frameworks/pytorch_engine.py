"""PyTorch: eager by default, `torch.compile` on the loss function, fused optimizers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.modules.batchnorm import _BatchNorm

from engines.frameworks.engine import (
    NEARLY,
    AllocatorMemory,
    Batch,
    Look,
    OnCompile,
    Plan,
    Score,
    Unavailable,
)
from engines.frameworks.forward import build, mode_arguments
from engines.frameworks.products import exceptions
from engines.frameworks.pytorch_at_rest import at_rest, drawn, versions
from engines.frameworks.pytorch_compiles import TorchCompileWatch
from engines.frameworks.pytorch_gpu import channels_last, pinned
from engines.frameworks.pytorch_memory import own_memory
from engines.frameworks.pytorch_optimizers import Schedule, make_optimizer, set_rate
from engines.frameworks.pytorch_products import Products
from engines.frameworks.pytorch_tables import entry_beyond
from engines.frameworks.pytorch_whole_step import WholeStep
from engines.workloads.examine import require_model
from engines.workloads.model_output import shape_of
from engines.workloads.workload import IGNORED, Array

BACKENDS: dict[str, dict[str, Any]] = {
    "compile": {"backend": "inductor"},
    "compile-step": {"backend": "inductor"},
    "reduce-overhead": {"backend": "inductor", "mode": "reduce-overhead"},
    "max-autotune": {"backend": "inductor", "mode": "max-autotune"},
    "aot_eager": {"backend": "aot_eager"},
    "dynamo": {"backend": "eager"},
}
CUDA_GRAPHS = ("reduce-overhead", "max-autotune")
"""Modes that on a GPU write the loss of each step to the same place."""
UNBIASED = (
    "PyTorch keeps the unbiased running variance of batch normalisation, n / (n - 1) times that of Keras "
    "and Flax: test losses differ a little for it, training losses do not"
)
BETWEEN = (
    "bf16: products are the same in all frameworks; what stands between them, as residual sums and "
    "normalisation, PyTorch's autocast may keep in float32, where Keras and Flax have bf16"
)


class PyTorchEngine:
    """A `torch.nn.Module` and a `torch.optim` optimizer."""

    def __init__(self, plan: Plan) -> None:
        if plan.device_kind == "cuda" and not torch.cuda.is_available():
            raise Unavailable(
                f"torch {torch.__version__} cannot use this GPU (CUDA build: "
                f"{torch.version.cuda or 'no'}): install a CUDA build of torch, or use torch@cpu."
            )
        tf32 = plan.precision == "tf32" and plan.device_kind == "cuda"
        torch.set_float32_matmul_precision("high" if tf32 else "highest")
        torch.backends.cudnn.allow_tf32 = tf32
        # cuDNN times its algorithms, at first use.
        torch.backends.cudnn.benchmark = plan.device_kind == "cuda"
        self.version = str(torch.__version__)
        self.device = torch.device(plan.device_kind)
        self.on_cpu = self.device.type == "cpu"
        self.device_name = torch.cuda.get_device_name() if self.device.type == "cuda" else "cpu"
        self.precision = plan.precision
        # Without bf16 in the processor oneDNN has no LSTM of it, and no faster products either.
        torch.backends.mkldnn.enabled = (
            plan.precision != "bf16" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
        )
        self.tensor_cores = not self.on_cpu and plan.precision in ("tf32", "bf16")

        torch.manual_seed(plan.seed)
        self.model = build(plan.workload.models["torch"], plan.weights, plan.seed)
        require_model(plan.workload, "torch", self.model, nn.Module, "torch.nn.Module")
        own_memory(self.model)
        self.model.to(self.device).train()
        self.told = {
            mode: mode_arguments(self.model.forward, training=mode) for mode in (True, False)
        }
        """What a forward that asks for its mode is told, in training and in evaluation."""
        self.evaluating_changes_weights = True
        """Until a look at the model has told."""
        self.parameters = sum(p.numel() for p in self.model.parameters() if p.requires_grad)
        self.schedule = Schedule(plan.optimization) if plan.optimization.scheduled else None
        self.optimizer = make_optimizer(self.model, plan.optimization, self.schedule)
        self.clip_norm = plan.optimization.clip_norm
        self.threads = torch.get_num_threads()
        self.loss_kind = plan.workload.loss
        self.loss_in_mode: dict[str, Callable[..., Any]] = {"eager": self.loss}
        self.score_in_mode: dict[str, Callable[..., Any]] = {"eager": self.score}
        self.step_in_mode: dict[str, Callable[..., Any]] = {}
        """Of the modes in which one program makes all of a step."""
        self.switch(plan.mode)
        # What was drawn while the model was made depends on how it is made.
        torch.manual_seed(plan.seed)

    def output(self, x: torch.Tensor, training: bool) -> torch.Tensor:
        if self.precision != "bf16":
            plain: torch.Tensor = self.model(x, **self.told[training])
            return plain.float()
        with torch.autocast(self.device.type, torch.bfloat16):
            output: torch.Tensor = self.model(x, **self.told[training])
        return output.float()

    def loss(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return self.loss_of(self.output(x, training=True), y)

    def loss_of(self, output: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        if self.loss_kind == "mean_squared_error":
            return F.mse_loss(output, y)
        if output.dim() > 2:
            output, y = output.flatten(0, -2), y.flatten()
        return F.cross_entropy(output, y.long(), ignore_index=IGNORED)

    def score(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        """Loss, accuracy, and how far the outputs are from being probabilities, from one pass."""
        output = self.output(x, training=False)
        loss = self.loss_of(output, y)
        if self.loss_kind == "mean_squared_error":
            return torch.stack([loss, loss, torch.ones_like(loss)])
        counts = y != IGNORED
        right = ((output.argmax(-1) == y) & counts).sum() / counts.sum()
        off = torch.maximum((output.sum(-1) - 1).abs().max(), -output.min())
        return torch.stack([loss, right, off])

    steps_at_once = 1

    def switch(self, mode: str) -> None:
        if mode not in self.loss_in_mode:
            self.loss_in_mode[mode] = torch.compile(self.loss, dynamic=False, **BACKENDS[mode])
            if mode == "compile-step":
                self.step_in_mode[mode] = WholeStep(
                    self.model,
                    self.loss,
                    self.optimizer,
                    self.clip_norm,
                    self.schedule,
                    self.device,
                    **BACKENDS[mode],
                )
            self.score_in_mode[mode] = torch.compile(self.score, dynamic=False, **BACKENDS[mode])
        self.overwrites = mode in CUDA_GRAPHS and not self.on_cpu
        self.run_step = self.step_in_mode.get(mode)
        self.compute_loss = self.loss_in_mode[mode]
        self.compute_score = self.score_in_mode[mode]

    def set_learning_rate(self, rate: float) -> None:
        set_rate(self.optimizer, rate)

    def ready(self, batch: Batch) -> Batch:
        x, y = batch
        if self.loss_kind == "cross_entropy":
            y = y.astype(np.int64, copy=False)
        return (x, y) if self.on_cpu else (pinned(x), pinned(y))

    def train(self, batches: Sequence[Batch]) -> list[float]:
        losses = []
        for x, y in batches:
            if self.run_step:
                losses.append(self.run_step(self.tensor(x), self.tensor(y)))
                continue
            loss = self.compute_loss(self.tensor(x), self.tensor(y))
            loss.backward()
            self.optimizer.step()
            self.optimizer.zero_grad()  # here, so that the next forward has the gradients' memory
            losses.append(loss.detach().clone() if self.overwrites else loss.detach())
        return torch.stack(losses).tolist()  # waits for the device

    def tensor(self, array: Array) -> torch.Tensor:
        tensor = torch.from_numpy(array)
        return tensor if self.on_cpu else tensor.to(self.device, non_blocking=True)

    def evaluate(self, pieces: Iterable[Batch]) -> list[Score]:
        with at_rest(self.model, weights_too=self.evaluating_changes_weights):
            found = [self.compute_score(self.tensor(x), self.tensor(y)).clone() for x, y in pieces]
        return [self._score(*numbers) for numbers in torch.stack(found).tolist()]

    def _score(self, loss: float, accuracy: float, off: float) -> Score:
        if self.loss_kind == "mean_squared_error":
            return Score(loss, None)
        return Score(loss, accuracy, off < NEARLY)

    def look(self, x: Array) -> Look:
        inputs = self.tensor(x)
        with at_rest(self.model, weights_too=True):
            weights = versions(self.model)
            shape = shape_of(self.model(inputs, **self.told[False]))
            self.evaluating_changes_weights = versions(self.model) != weights
            self.model.train()
            if self.tensor_cores:
                channels_last(self.model, lambda: self.output(inputs, training=True))
            torch.manual_seed(0)
            before = drawn(self.model)
            with Products() as products:
                self.output(inputs, training=True)
            draws = drawn(self.model) != before
        return Look(shape, draws, self._notes(products.types))

    def _notes(self, products: list[str]) -> tuple[str, ...]:
        kept = [one for one in self.model.modules() if isinstance(one, _BatchNorm)]
        return (
            *([UNBIASED] if any(one.track_running_stats for one in kept) else []),
            *exceptions(self.precision, self.device.type, products),
            *([BETWEEN] if self.precision == "bf16" else []),
        )

    def entry_beyond(self, x: Array) -> tuple[int, int] | None:
        with at_rest(self.model, weights_too=True):
            forward = partial(self.model, self.tensor(x), **self.told[False])
            return entry_beyond(self.model, x, forward)

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
