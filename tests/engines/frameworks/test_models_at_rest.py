"""Looking at a model changes nothing in it, in all frameworks; the seed decides what it draws."""

from __future__ import annotations

import pytest

from engines.lane import FRAMEWORKS
from tests.engines.frameworks.conftest import Models
from tests.engines.frameworks.models import FEW, MODELS, WITHOUT_CHANCE

pytestmark = [pytest.mark.xdist_group("models"), pytest.mark.timeout(600)]


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("model", MODELS)
def test_nothing_but_training_changes_any_state(models: Models, framework: str, model: str) -> None:
    """Weights, statistics, optimizer state, generators and counters, to the bit."""
    assert models[framework][model]["changed"] == []


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("model", MODELS)
def test_a_training_that_is_looked_at_has_the_losses_of_one_that_is_not(
    models: Models, framework: str, model: str
) -> None:
    """Two models from one seed, so it also holds that a seed decides all, dropout included."""
    found = models[framework][model]
    assert found["disturbed"] == found["losses"]["sgd"][:FEW]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_another_seed_draws_other_numbers(models: Models, framework: str) -> None:
    """From the same weights on the same batches."""
    dropout = models[framework]["dropout"]
    losses = zip(dropout["other seed"], dropout["losses"]["sgd"], strict=False)
    assert all(other != one for other, one in losses)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_lane_knows_whether_it_draws_random_numbers(models: Models, framework: str) -> None:
    draws = {model: models[framework][model]["draws"] for model in MODELS}
    assert draws == {"dropout": True} | dict.fromkeys(WITHOUT_CHANCE, False)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_test_loss_stands_still_where_the_weights_do(models: Models, framework: str) -> None:
    dropout = models[framework]["dropout"]
    assert dropout["still"] == pytest.approx(dropout["untrained"], abs=1e-6)


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("model", ["tied", "told_its_mode"])
def test_an_evaluation_in_pieces_gives_what_one_in_a_piece_gives(
    models: Models, framework: str, model: str
) -> None:
    """With labels that count nowhere in unequal pieces, and with a last piece that is smaller."""
    found = models[framework][model]
    assert found["tested"]["sgd"] == pytest.approx(found["whole"], rel=1e-5)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_softmax_at_the_end_is_seen(models: Models, framework: str) -> None:
    tied = models[framework]["tied"]
    assert all(tied["softmax"])
    assert not any(tied["logits"])
