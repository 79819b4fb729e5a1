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
from torch.utils._pytree import tree_map

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
from engines.frameworks.forward import Takes, build, mode_arguments
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
from engines.workloads.tree import Tree, labels_of, mapped
from engines.workloads.workload import IGNORED

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
        self.takes = Takes.of(self.model.forward)
        self.evaluating_changes_weights = True
        """Until a look at the model has told."""
        self.parameters = sum(p.numel() for p in self.model.parameters() if p.requires_grad)
        self.schedule = Schedule(plan.optimization) if plan.optimization.scheduled else None
        self.optimizer = make_optimizer(self.model, plan.optimization, self.schedule)
        self.clip_norm = plan.optimization.clip_norm
        self.threads = torch.get_num_threads()
        self.loss_kind = plan.workload.loss
        self.smoothing = plan.label_smoothing
        self.own_loss = plan.workload.losses.get("torch")
        self.own_metrics = plan.workload.metrics.get("torch")
        self.loss_in_mode: dict[str, Callable[..., Any]] = {"eager": self.loss}
        self.score_in_mode: dict[str, Callable[..., Any]] = {"eager": self.score}
        self.step_in_mode: dict[str, Callable[..., Any]] = {}
        """Of the modes in which one program makes all of a step."""
        self.switch(plan.mode)
        # What was drawn while the model was made depends on how it is made.
        torch.manual_seed(plan.seed)

    def output(self, x: Any, training: bool) -> Any:
        inputs, named = self.takes.given(x)
        if self.precision != "bf16":
            return in_float32(self.model(*inputs, **named, **self.told[training]))
        with torch.autocast(self.device.type, torch.bfloat16):
            output = self.model(*inputs, **named, **self.told[training])
        return in_float32(output)

    def loss(self, x: Any, y: torch.Tensor) -> torch.Tensor:
        return self.loss_of(self.output(x, training=True), y, self.smoothing)

    def loss_of(self, output: Any, y: Any, smoothing: float = 0.0) -> torch.Tensor:
        if self.own_loss:
            loss: torch.Tensor = self.own_loss(output, y).mean()
            return loss
        labels, weights = labels_of(y)
        if weights is not None:
            return weighted_loss(self.loss_kind, output, labels, weights, smoothing)
        if self.loss_kind == "mean_squared_error":
            return F.mse_loss(output, labels)
        if output.dim() > 2:
            output, labels = output.flatten(0, -2), labels.flatten()
        return F.cross_entropy(
            output, labels.long(), ignore_index=IGNORED, label_smoothing=smoothing
        )

    def score(self, x: Any, y: Any) -> tuple[torch.Tensor, dict[str, Any]]:
        """Loss, accuracy, how far the outputs are from being probabilities, and the workload's own
        figures, from one pass."""
        output = self.output(x, training=False)
        loss = self.loss_of(output, y)
        y, weights = labels_of(y)
        own = self.own_metrics(output, y) if self.own_metrics else {}
        own = {name: figure.float().mean() for name, figure in own.items()}
        if self.loss_kind != "cross_entropy":
            return torch.stack([loss, loss, torch.ones_like(loss)]), own
        counts = y != IGNORED
        if weights is not None:
            counts = counts * as_labels(weights, y)
        right = ((output.argmax(-1) == y) * counts).sum() / counts.sum()
        off = torch.maximum((output.sum(-1) - 1).abs().max(), -output.min())
        return torch.stack([loss, right, off]), own

    steps_at_once = 1

    def switch(self, mode: str) -> None:
        if mode not in self.loss_in_mode:
            self.compile_in(mode)
        self.overwrites = mode in CUDA_GRAPHS and not self.on_cpu
        self.run_step = self.step_in_mode.get(mode)
        self.compute_loss = self.loss_in_mode[mode]
        self.compute_score = self.score_in_mode[mode]

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

    def compile_in(self, mode: str) -> None:
        self.loss_in_mode[mode] = torch.compile(self.loss, dynamic=False, **BACKENDS[mode])
        if mode == "compile-step":
            self.step_in_mode[mode] = self.whole_step()
        self.score_in_mode[mode] = torch.compile(self.score, dynamic=False, **BACKENDS[mode])

    def whole_step(self) -> WholeStep:
        return WholeStep(
            self.model,
            self.loss,
            self.optimizer,
            self.clip_norm,
            self.schedule,
            self.device,
            **BACKENDS["compile-step"],
        )

    def set_learning_rate(self, rate: float) -> None:
        set_rate(self.optimizer, rate)

    def ready(self, batch: Batch) -> Batch:
        x, y = batch
        labels, weights = labels_of(y)
        if labels.dtype.kind in "iu":  # as PyTorch's losses take class numbers
            labels = labels.astype(np.int64, copy=False)
            y = labels if weights is None else (labels, weights)
        return (x, y) if self.on_cpu else mapped(pinned, (x, y))

    def tensor(self, array: Tree) -> Any:
        if not isinstance(array, np.ndarray):
            return mapped(self.tensor, array)
        tensor = torch.from_numpy(array)
        return tensor if self.on_cpu else tensor.to(self.device, non_blocking=True)

    def evaluate(self, pieces: Iterable[Batch]) -> list[Score]:
        with at_rest(self.model, weights_too=self.evaluating_changes_weights):
            found = [
                tree_map(torch.clone, self.compute_score(self.tensor(x), self.tensor(y)))
                for x, y in map(self.ready, pieces)
            ]
        rows = torch.stack([numbers for numbers, _ in found]).tolist()
        return [self._score(own, *row) for (_, own), row in zip(found, rows, strict=True)]

    def _score(self, own: dict[str, Any], loss: float, accuracy: float, off: float) -> Score:
        metrics = {name: float(figure) for name, figure in own.items()}
        if self.loss_kind != "cross_entropy":
            return Score(loss, None, metrics)
        return Score(loss, accuracy, metrics, off < NEARLY)

    def look(self, x: Tree) -> Look:
        inputs = self.tensor(x)
        with at_rest(self.model, weights_too=True):
            weights = versions(self.model)
            given, named = self.takes.given(inputs)
            returned = self.model(*given, **named, **self.told[False])
            shape = shape_of(returned, anything=self.own_loss is not None)
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

    def entry_beyond(self, x: Tree) -> tuple[int, int] | None:
        with at_rest(self.model, weights_too=True):
            inputs, named = self.takes.given(self.tensor(x))
            forward = partial(self.model, *inputs, **named, **self.told[False])
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


def weighted_loss(
    kind: str, output: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor, smoothing: float
) -> torch.Tensor:
    """The mean over all that counts, each with its weight."""
    weights = as_labels(weights, labels).expand(labels.shape)
    if kind == "mean_squared_error":
        return ((output - labels) ** 2 * weights).sum() / weights.sum()
    flat = labels.flatten().long()
    losses = F.cross_entropy(
        output.flatten(0, -2),
        flat,
        ignore_index=IGNORED,
        label_smoothing=smoothing,
        reduction="none",
    )
    weights = weights.flatten()
    return (losses * weights).sum() / (weights * (flat != IGNORED)).sum()


def as_labels(weights: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Weights of examples or of labels, so that they can be multiplied with the latter."""
    return weights.reshape(*weights.shape, *[1] * (labels.dim() - weights.dim()))


def in_float32(output: Any) -> Any:
    """What a model returned, floats as float32: a tensor, or whatever an own loss takes."""
    if isinstance(output, torch.Tensor):
        return output.float()
    return tree_map(
        lambda one: one.float() if torch.is_tensor(one) and one.is_floating_point() else one,
        output,
    )
