"""The models that people bring do the same work in all frameworks where no random layer is on."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engines.frameworks.conftest import Models
from tests.engines.frameworks.models import COMPILED, MODELS, OPTIMIZERS, STEPS, WITHOUT_CHANCE

pytestmark = [pytest.mark.xdist_group("models"), pytest.mark.timeout(600)]

LANES = [
    *(
        (model, framework, optimizer)
        for model in WITHOUT_CHANCE
        for framework in ("keras", "jax")
        for optimizer in OPTIMIZERS[model]
    ),
    *(
        (model, framework, "compiled")
        for framework, (_, models) in COMPILED.items()
        for model in models
    ),
]
"""Model, framework and what it trained with; the compiled ones with sgd."""


def reference(how: str) -> str:
    """What PyTorch trained with in its plain mode that is the same."""
    return "sgd" if how == "compiled" else how


@pytest.mark.parametrize("lane", LANES, ids="-".join)
def test_losses_stay_together(models: Models, lane: tuple[str, str, str]) -> None:
    model, framework, how = lane
    losses = np.array(models[framework][model]["losses"][how])
    expected = np.array(models["torch"][model]["losses"][reference(how)])
    assert len(losses) == len(expected) == STEPS
    assert np.abs(losses - expected).max() <= 1e-4
    assert losses[-10:].mean() < losses[:10].mean(), "it learns"


@pytest.mark.parametrize("lane", LANES, ids="-".join)
def test_test_losses_are_equal(models: Models, lane: tuple[str, str, str]) -> None:
    """Also of batch normalisation, though PyTorch's running variance is the unbiased one and the others'
    is not: of the 1152 values in a batch's channel that is a part in 1151."""
    model, framework, how = lane
    loss, accuracy = models[framework][model]["tested"][how]
    expected, right = models["torch"][model]["tested"][reference(how)]
    assert loss == pytest.approx(expected, abs=1e-3)
    assert accuracy == pytest.approx(right, abs=0.011)


@pytest.mark.parametrize("framework", ["keras", "jax"])
def test_figures_of_a_workloads_own_are_the_same(models: Models, framework: str) -> None:
    """Of several inputs and outputs; a figure for each example counts by its mean."""
    found = models[framework]["several"]["metrics"]
    assert list(found) == ["accuracy", "mean error"]
    assert found == pytest.approx(models["torch"]["several"]["metrics"], abs=1e-4)


@pytest.mark.parametrize("framework", ["keras", "jax"])
@pytest.mark.parametrize("model", MODELS)
def test_untrained_models_are_worth_the_same(models: Models, model: str, framework: str) -> None:
    """A random layer is off in an evaluation, so that this holds for models with one, too."""
    expected = models["torch"][model]["untrained"]
    assert models[framework][model]["untrained"] == pytest.approx(expected, abs=1e-5)


def test_where_the_frameworks_define_a_statistic_differently_a_note_says_so(
    models: Models,
) -> None:
    (note,) = models["torch"]["residual"]["notes"]
    assert "unbiased running variance" in note
    others = [models[lane][model]["notes"] for lane in ("keras", "jax") for model in MODELS]
    assert others == [[]] * len(others)
