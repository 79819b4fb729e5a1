"""A whole step as one compiled graph: forward, backward and optimizer, over the optimizer's own state.

Dynamo takes `loss.backward()` and `optimizer.step()` apart into many graphs, and leaves fused optimizers
out. `torch.autograd.grad` it traces through, and what torch.optim's own functions do with the gradients.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import _dynamo
from torch.optim.adam import adam
from torch.optim.rmsprop import rmsprop
from torch.optim.sgd import sgd

from engines.frameworks.pytorch_optimizers import ADDED_TO_THE_NORM, Schedule

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
Tensors = list[torch.Tensor]


class WholeStep:
    """Makes a step when called with a batch; returns the loss.

    The tensors in the optimizer's state are those that the optimizer itself goes on with. The learning
    rate is a tensor, and in float64 as Python's numbers are: neither a schedule nor another rate compiles
    anything anew.
    """

    def __init__(
        self,
        model: Any,
        loss: Loss,
        optimizer: torch.optim.Optimizer,
        clip_norm: float,
        schedule: Schedule | None,
        device: torch.device,
        **compiled: Any,
    ) -> None:
        if hasattr(_dynamo.config, "trace_autograd_ops"):
            _dynamo.config.trace_autograd_ops = True
        self._sparse = [one for one in model.modules() if getattr(one, "sparse", False)]
        """Tables whose gradients Dynamo does not trace unless they are dense."""
        self._loss = loss
        self._optimizer = optimizer
        (self._group,) = optimizer.param_groups
        self._clip_norm = clip_norm
        self._schedule = schedule
        self._parameters: Tensors = [one for one in self._group["params"] if one.requires_grad]
        self._state = [_state(optimizer, one) for one in self._parameters]
        self._rate = torch.tensor(self._group["lr"], dtype=torch.float64, device=device)
        self._known_rate = self._group["lr"]
        self._run = torch.compile(self._step, dynamic=False, **compiled)

    def __call__(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        if self._schedule:
            self._schedule(self._optimizer)
        rate = self._group["lr"]
        if rate != self._known_rate:
            self._rate.fill_(rate)
            self._known_rate = rate
        try:
            for table in self._sparse:
                table.sparse = False
            loss: torch.Tensor = self._run(x, y)
        finally:
            for table in self._sparse:
                table.sparse = True
        return loss

    def _step(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        loss = self._loss(x, y)
        found = torch.autograd.grad(loss, self._parameters, allow_unused=True)
        with torch.no_grad():
            used = [n for n, gradient in enumerate(found) if gradient is not None]
            gradients = _clipped([found[n] for n in used], self._clip_norm)
            states = [self._state[n] for n in used]
            self._update([self._parameters[n] for n in used], gradients, states)
        return loss.detach()

    def _update(
        self, parameters: Tensors, gradients: Tensors, states: list[dict[str, torch.Tensor]]
    ) -> None:
        group, kind = self._group, type(self._optimizer)
        common: dict[str, Any] = {
            "foreach": True,
            "maximize": False,
            "lr": self._rate,
            "weight_decay": group["weight_decay"],
        }
        if kind is torch.optim.SGD:
            velocities = [state.get("momentum_buffer") for state in states]
            sgd(
                parameters,
                gradients,
                velocities,
                momentum=group["momentum"],
                dampening=0.0,
                nesterov=group["nesterov"],
                **common,
            )
            return
        counts = [state["step"] for state in states]
        # In float64, as Python's numbers are: 1 - 0.999 ** n loses five digits of float32's seven.
        exact = [count.double() for count in counts]
        if kind is torch.optim.RMSprop:
            velocities = [state["momentum_buffer"] for state in states if len(state) > 2]
            rmsprop(
                parameters,
                gradients,
                [state["square_avg"] for state in states],
                [],
                velocities,  # type: ignore[arg-type]
                exact,
                capturable=True,
                alpha=group["alpha"],
                eps=group["eps"],
                momentum=group["momentum"],
                centered=False,
                **common,
            )
        else:
            beta1, beta2 = group["betas"]
            adam(
                parameters,
                gradients,
                [state["exp_avg"] for state in states],
                [state["exp_avg_sq"] for state in states],
                [],
                exact,
                capturable=True,
                amsgrad=False,
                beta1=beta1,
                beta2=beta2,
                eps=group["eps"],
                decoupled_weight_decay=kind is torch.optim.AdamW,
                **common,
            )
        torch._foreach_add_(counts, 1)


def _clipped(gradients: Tensors, largest: float) -> Tensors:
    """Scaled together so that their norm is `largest` at most; 0 does not clip."""
    if not largest:
        return gradients
    norm = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients))) - ADDED_TO_THE_NORM
    factor = torch.clamp(largest / (norm + ADDED_TO_THE_NORM), max=1.0)
    return [gradient * factor for gradient in gradients]


def _state(optimizer: torch.optim.Optimizer, parameter: torch.Tensor) -> dict[str, Any]:
    """What the optimizer keeps of a parameter, made as it does itself before the first step."""
    state: dict[str, Any] = optimizer.state[parameter]
    (group,) = optimizer.param_groups
    names: Sequence[str] = ("exp_avg", "exp_avg_sq")
    if isinstance(optimizer, torch.optim.SGD):
        names = ("momentum_buffer",) if group["momentum"] else ()
    elif isinstance(optimizer, torch.optim.RMSprop):
        names = ("square_avg", "momentum_buffer") if group["momentum"] else ("square_avg",)
    if not isinstance(optimizer, torch.optim.SGD) and "step" not in state:
        fused = {"device": parameter.device} if group.get("fused") else {}
        state["step"] = torch.zeros((), dtype=torch.float32, **fused)
    for name in names:
        if state.get(name) is None:
            state[name] = torch.zeros_like(parameter, memory_format=torch.preserve_format)
    return state
