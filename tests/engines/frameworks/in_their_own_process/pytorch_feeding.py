"""How a torch engine takes its batches: types and layouts are right before a step, shapes stay static."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from engines.frameworks.engine import Compilation
from engines.frameworks.pytorch_engine import PyTorchEngine
from engines.frameworks.pytorch_gpu import channels_last
from engines.workloads.workload import IGNORED
from tests.engines.frameworks.one_layer import batch, plan


def layer(weights: Any) -> nn.Module:
    made = nn.Linear(4, 2, bias=False)
    with torch.no_grad():
        made.weight.copy_(torch.from_numpy(weights.T))
    return made


@pytest.mark.parametrize("kind", ["u1", "i2", "i4", "i8"])
def test_labels_have_the_type_of_the_loss_before_a_step(kind: str) -> None:
    engine = PyTorchEngine(plan("torch", "eager", layer))
    x, _ = batch(4)
    y = np.array([0, 1, 1, 0], kind)
    ready = engine.ready((x, y))
    assert ready[0] is x
    assert ready[1].dtype == np.int64
    assert ready[1].tolist() == y.tolist()
    losses = PyTorchEngine(plan("torch", "eager", layer)).train([(x, y)])
    assert engine.train([ready]) == losses


def test_labels_that_do_not_count_are_the_same_beforehand() -> None:
    engine = PyTorchEngine(plan("torch", "eager", layer))
    x, _ = batch(4)
    _, y = engine.ready((x, np.array([0, IGNORED, 1, IGNORED], np.int32)))
    assert y.tolist() == [0, IGNORED, 1, IGNORED]


def test_each_size_of_a_batch_has_static_shapes() -> None:
    engine = PyTorchEngine(plan("torch", "dynamo", layer))
    watch = engine.watch_compiles(lambda _: None)

    def step(size: int) -> Compilation | None:
        watch.before([batch(size)])
        engine.train([batch(size)])
        return watch.after()

    assert step(8) is not None
    for size in (5, 6):
        done = step(size)
        assert done is not None
        assert "another size at index 0" in done.reason
    assert step(8) is None


class Convolution(nn.Module):
    def __init__(self, *, views: bool) -> None:
        super().__init__()
        self.layer = nn.Conv2d(3, 4, 3)
        self.views = views

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.layer(x)
        return x.view(len(x), -1) if self.views else x.flatten(1)


@pytest.mark.parametrize("views", [False, True])
def test_kernels_are_channels_last_where_the_model_goes_with_it(views: bool) -> None:
    model, x = Convolution(views=views), torch.ones(2, 3, 8, 8)
    kernel, before = model.layer.weight, model(x)
    assert channels_last(model, lambda: model(x)) is not views
    assert model.layer.weight is kernel
    assert kernel.is_contiguous(memory_format=torch.channels_last) is not views
    torch.testing.assert_close(model(x), before)


def test_a_model_without_convolutions_keeps_its_layout() -> None:
    assert not channels_last(nn.Linear(2, 2), lambda: None)
