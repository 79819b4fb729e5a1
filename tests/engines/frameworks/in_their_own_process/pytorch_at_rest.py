"""Whatever a torch model's forward changes in evaluation mode is afterwards what it was."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn

from engines.frameworks.pytorch_at_rest import at_rest, drawn, versions


class Changing(nn.Module):
    """Changes something of its own at every call, in evaluation mode too."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(2, 2)
        self.norm = nn.BatchNorm1d(2)
        self.register_buffer("calls", torch.zeros(()))
        self.count = 0
        self.hidden: Any = None
        self.seen: list[float] = []
        self.by_name: dict[str, int] = {}
        self.generator = torch.Generator().manual_seed(1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.calls += 1
        self.count += 1
        self.seen.append(self.count)
        self.by_name["calls"] = self.count
        self.late = x
        x = self.norm(self.layer(x)) + torch.rand(2, generator=self.generator) + torch.rand(2)
        self.hidden = x
        return x


def state(model: Changing) -> list[Any]:
    return [
        {name: value.tolist() for name, value in model.state_dict().items()},
        copy.deepcopy([model.count, model.seen, model.by_name, model.hidden]),
        hasattr(model, "late"),
        drawn(model),
        [module.training for module in model.modules()],
    ]


def test_buffers_attributes_containers_and_generators_are_put_back() -> None:
    model = Changing()
    model.norm.eval()  # a person's choice
    before = state(model)
    with at_rest(model, weights_too=False):
        assert not model.training
        model(torch.ones(4, 2))
        model.train()
        model(torch.ones(4, 2))
        assert state(model) != before
    assert state(model) == before


def test_what_is_put_back_is_the_same_object() -> None:
    """An optimizer or a compiled graph holds on to it."""
    model = Changing()
    kept = [model.calls, model.seen, model.generator, model.norm.running_mean, model.layer.weight]
    with at_rest(model, weights_too=True):
        model(torch.ones(4, 2))
    after = [model.calls, model.seen, model.generator, model.norm.running_mean, model.layer.weight]
    assert all(one is other for one, other in zip(kept, after, strict=True))


def test_a_forward_that_changes_weights_is_seen_and_undone() -> None:
    model = nn.Embedding(3, 2, max_norm=0.1)
    before, unchanged = model.weight.detach().clone(), versions(model)
    with at_rest(model, weights_too=True):
        model(torch.tensor([0, 2]))
        assert versions(model) != unchanged
    assert torch.equal(model.weight, before)


@pytest.mark.parametrize(
    "draw", [lambda model: torch.rand(1), lambda model: torch.rand(1, generator=model.generator)]
)
def test_drawing_is_seen_whoever_has_the_generator(draw: Callable[[Changing], object]) -> None:
    model = Changing()
    before = drawn(model)
    assert drawn(model) == before
    draw(model)
    assert drawn(model) != before
