"""Smoothed labels and weights of examples mean the same in all frameworks, and what they are defined as."""

from __future__ import annotations

import pytest

from engines.lane import FRAMEWORKS
from tests.engines.frameworks.conftest import Models
from tests.engines.frameworks.losses import CASES, reference

pytestmark = [pytest.mark.xdist_group("models"), pytest.mark.timeout(600)]


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("case", CASES)
def test_a_loss_is_what_its_definition_gives(models: Models, framework: str, case: str) -> None:
    found = models[framework]["tied"]["of outputs"][case]
    assert found == pytest.approx(reference(*CASES[case]), rel=2e-6)


@pytest.mark.parametrize("framework", ["keras", "jax"])
def test_weighted_training_and_tests_agree(models: Models, framework: str) -> None:
    expected, found = (models[lane]["tied"]["weighted"] for lane in ("torch", framework))
    assert found["trained"] == pytest.approx(expected["trained"], abs=1e-5)
    assert found["tested"] == pytest.approx(expected["tested"], abs=1e-4)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_weights_and_smoothing_are_no_decoration(models: Models, framework: str) -> None:
    tied = models[framework]["tied"]
    assert tied["weighted"]["trained"][0] != pytest.approx(tied["losses"]["sgd"][0], abs=1e-3)
