"""A whole step in one graph is the same step, whatever the rule, and goes on with the same state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch

from engines.frameworks import pytorch_engine
from engines.frameworks.engine import Engine
from engines.frameworks.pytorch_engine import PyTorchEngine
from tests.engines.frameworks import rule_cases as cases
from tests.engines.frameworks.one_layer import batch, plan
from tests.engines.frameworks.rule_losses import engine_of

MODE = "compile-step"
BATCHES = cases.batches()
HALF = cases.CHANGE_AFTER


@pytest.fixture
def traced_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same graphs without a C++ compiler, which takes seconds for each."""
    torch._dynamo.reset()
    monkeypatch.setitem(pytorch_engine.BACKENDS, MODE, {"backend": "aot_eager"})
    yield
    torch._dynamo.reset()


def engine(case: str, mode: str) -> Engine:
    return engine_of("torch", cases.CASES[case], mode)


def train(one: Engine, case: str, modes: tuple[str, ...]) -> list[float]:
    """The losses of steps in `modes`, as many in each; the learning rate changes in the middle."""
    losses: list[float] = []
    for number, given in enumerate(BATCHES):
        one.switch(modes[number * len(modes) // len(BATCHES)])
        if number == HALF:
            one.set_learning_rate(cases.CASES[case].learning_rate / 3)
        losses += one.train([one.ready(given)])
    return losses


@pytest.mark.parametrize("case", cases.CASES)
def test_each_rule_is_the_same_step(case: str, traced_only: None) -> None:
    whole, plain = engine(case, MODE), engine(case, "eager")
    watch = whole.watch_compiles(lambda _: None)
    watch.before(BATCHES[:1])
    losses = whole.train([whole.ready(BATCHES[0])])
    done = watch.after()
    assert done is not None
    assert (done.programs, done.graphs, done.breaks, done.broken_at) == (1, 1, 0, ())
    losses += whole.train([whole.ready(one) for one in BATCHES[1:HALF]])
    whole.set_learning_rate(cases.CASES[case].learning_rate / 3)
    losses += whole.train([whole.ready(one) for one in BATCHES[HALF:]])
    assert watch.after() is None  # neither a rate nor a schedule compiles anew
    assert losses == pytest.approx(train(plain, case, ("eager",)), abs=2e-6)


@pytest.mark.parametrize("modes", [("eager", MODE, "eager", MODE), (MODE, "eager", MODE)])
@pytest.mark.parametrize(
    "case", ["sgd clipped, with weight decay", "adam", "linear", "rmsprop with momentum", "cosine"]
)
def test_state_goes_on_over_changes_of_mode(
    case: str, modes: tuple[str, ...], traced_only: None
) -> None:
    losses = train(engine(case, modes[0]), case, modes)
    assert losses == pytest.approx(train(engine(case, "eager"), case, ("eager",)), abs=2e-6)


def test_the_optimizer_finds_its_own_state(traced_only: None) -> None:
    whole, plain = engine("adam", MODE), engine("adam", "eager")
    for one in (whole, plain):
        one.train([one.ready(each) for each in BATCHES[:3]])
    assert isinstance(whole, PyTorchEngine)
    assert isinstance(plain, PyTorchEngine)
    found = whole.optimizer.state_dict()["state"]
    for number, state in plain.optimizer.state_dict()["state"].items():
        assert state.keys() == found[number].keys()
        for name, value in state.items():
            assert value.dtype == found[number][name].dtype
            torch.testing.assert_close(found[number][name], value, rtol=1e-4, atol=1e-7)


class Breaking(torch.nn.Linear):
    """No graph holds all of it."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = super().forward(x)
        return x * 2 if x.sum().item() > 1e9 else x * 3


@pytest.mark.filterwarnings("ignore:The .grad attribute of a Tensor that is not a leaf:UserWarning")
def test_a_step_that_is_not_one_graph_is_told_and_the_same(traced_only: None) -> None:
    whole, plain = (PyTorchEngine(plan("torch", mode, breaking)) for mode in (MODE, "eager"))
    watch = whole.watch_compiles(lambda _: None)
    watch.before([batch()])
    losses = whole.train([whole.ready(batch())] * 4)
    done = watch.after()
    assert done is not None
    assert done.breaks
    assert losses == pytest.approx(plain.train([plain.ready(batch())] * 4), abs=2e-6)


def breaking(weights: Any) -> torch.nn.Module:
    made = Breaking(4, 2, bias=False)
    with torch.no_grad():
        made.weight.copy_(torch.from_numpy(weights.T))
    return made


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of torch's own imports
def test_inductor_makes_the_same_step() -> None:
    torch._dynamo.reset()
    losses = train(engine("adam clipped", MODE), "adam clipped", (MODE,))
    plain = train(engine("adam clipped", "eager"), "adam clipped", ("eager",))
    assert losses == pytest.approx(plain, abs=2e-6)
