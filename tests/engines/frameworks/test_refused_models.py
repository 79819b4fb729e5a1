"""A model that cannot be trained is refused in one sentence with the cause, in all frameworks."""

from __future__ import annotations

import pytest

from engines.lane import FRAMEWORKS
from tests.engines.frameworks.conftest import Models

pytestmark = [pytest.mark.xdist_group("models"), pytest.mark.timeout(600)]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_number_beyond_a_table_in_one_test_example_is_refused(
    models: Models, framework: str
) -> None:
    assert models[framework]["refused"]["beyond a table"] == (
        f"mots à mots.py: x_test holds 17, for which {framework}_model asks an embedding for entry 17; "
        "it has 12 entries, 0 to 11."
    )


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_model_that_returns_no_tensor_is_named_with_what_it_returns(
    models: Models, framework: str
) -> None:
    error = models[framework]["refused"]["returns no tensor"]
    assert error.startswith("mots à mots.py, line ")
    assert f": {framework}_model returned a dict, not a tensor: return the logits." in error
