"""The models that people bring do the same work in all frameworks where no random layer is on."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engines.frameworks.conftest import Models
from tests.engines.frameworks.models import COMPILED, MODELS, OPTIMIZERS, STEPS, WITHOUT_CHANCE

pytestmark = pytest.mark.xdist_group("models")

LANES = [
    *((framework, optimizer) for framework in ("keras", "jax") for optimizer in OPTIMIZERS),
    *((framework, "compiled") for framework in COMPILED),
]
"""Framework and what it trained with; the compiled ones with sgd."""


def reference(lane: tuple[str, str]) -> tuple[str, str]:
    """What PyTorch did in its plain mode with the same optimizer."""
    return "torch", "sgd" if lane[1] == "compiled" else lane[1]


@pytest.mark.parametrize("lane", LANES, ids="-".join)
@pytest.mark.parametrize("model", WITHOUT_CHANCE)
def test_losses_stay_together(models: Models, model: str, lane: tuple[str, str]) -> None:
    (framework, how), (other, as_there) = lane, reference(lane)
    losses = np.array(models[framework][model]["losses"][how])
    expected = np.array(models[other][model]["losses"][as_there])
    assert len(losses) == len(expected) == STEPS
    assert np.abs(losses - expected).max() <= 1e-4
    assert losses[-10:].mean() < losses[:10].mean(), "it learns"


@pytest.mark.parametrize("lane", LANES, ids="-".join)
@pytest.mark.parametrize("model", WITHOUT_CHANCE)
def test_test_losses_are_equal(models: Models, model: str, lane: tuple[str, str]) -> None:
    """Also of batch normalisation, though PyTorch's running variance is the unbiased one and the others'
    is not: of the 1152 values in a batch's channel that is a part in 1151."""
    (framework, how), (other, as_there) = lane, reference(lane)
    loss, accuracy = models[framework][model]["tested"][how]
    expected, right = models[other][model]["tested"][as_there]
    assert loss == pytest.approx(expected, abs=1e-3)
    assert accuracy == pytest.approx(right, abs=0.011)


@pytest.mark.parametrize("framework", ["keras", "jax"])
@pytest.mark.parametrize("model", MODELS)
def test_untrained_models_are_worth_the_same(models: Models, model: str, framework: str) -> None:
    """A random layer is off in an evaluation, so that this holds for models with one, too."""
    expected = models["torch"][model]["untrained"]
    assert models[framework][model]["untrained"] == pytest.approx(expected, abs=1e-5)
