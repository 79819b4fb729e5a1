"""A precision means the same products in every framework; what is otherwise is said."""

from __future__ import annotations

import numpy as np
import pytest

from engines.lane import FRAMEWORKS
from engines.run.same_work import ALIKE
from tests.engines.frameworks.conftest import Models
from tests.engines.frameworks.models import FEW

pytestmark = [pytest.mark.xdist_group("models"), pytest.mark.timeout(600)]


@pytest.mark.parametrize("framework", ["keras", "jax"])
def test_losses_in_bf16_stay_within_its_bound(models: Models, framework: str) -> None:
    """An LSTM's, whose products stand in a loop and whose state goes round it."""
    expected = np.array(models["torch"]["recurrent"]["bf16"]["losses"])
    losses = np.array(models[framework]["recurrent"]["bf16"]["losses"])
    assert len(losses) == len(expected) == FEW
    assert np.abs(losses - expected).max() <= ALIKE["bf16"] / 10, "so early"


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_bf16_is_another_computation_than_float32(models: Models, framework: str) -> None:
    recurrent = models[framework]["recurrent"]
    apart = np.array(recurrent["bf16"]["losses"]) - recurrent["losses"]["sgd"][:FEW]
    assert 1e-5 < np.abs(apart).max() <= ALIKE["bf16"]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_product_that_is_not_bf16_is_named(models: Models, framework: str) -> None:
    recurrent = models[framework]["recurrent"]
    told = [
        note for note in recurrent["one in float32"] if "float32" in note and " of the " in note
    ]
    assert len(told) == 1
    assert told[0].startswith("bf16: 1 of the model's ")
    assert told[0].endswith(" are float32")
    assert told[0] not in recurrent["bf16"]["notes"]
    assert not any("products (" in note for note in recurrent["bf16"]["notes"])


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_on_a_cpu_tf32_is_float32_and_a_note_says_so(models: Models, framework: str) -> None:
    recurrent = models[framework]["recurrent"]
    assert recurrent["tf32"]["losses"] == recurrent["losses"]["sgd"][:FEW]
    (note,) = recurrent["tf32"]["notes"]
    assert "on this CPU all products are float32" in note


@pytest.mark.parametrize(
    ("framework", "words"), [("torch", "residual sums"), ("keras", "while it sums"), ("jax", None)]
)
def test_what_frameworks_do_otherwise_beside_the_products_is_named(
    models: Models, framework: str, words: str | None
) -> None:
    notes = models[framework]["recurrent"]["bf16"]["notes"]
    assert [words in note for note in notes] == ([True] if words else [])
