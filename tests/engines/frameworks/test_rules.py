"""Each framework's optimizers are those of the papers, step for step, in one small model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engines.optimization import LR_SCHEDULES, OPTIMIZERS
from tests.engines.frameworks.conftest import Models
from tests.engines.frameworks.reference_rules import reference_losses
from tests.engines.frameworks.rule_cases import CASES, batches, weights

pytestmark = [pytest.mark.xdist_group("models"), pytest.mark.timeout(600)]
BOUND = 5e-6
"""Of the loss, which begins above 1: what float32 leaves of it after all steps."""


def reference(case: Any) -> list[float]:
    initial = weights(np.random.default_rng([0, 0x5EED]))
    return reference_losses(case, initial, batches())


@pytest.mark.parametrize("framework", ["torch", "keras", "jax"])
@pytest.mark.parametrize("case", list(CASES))
def test_a_rule_is_that_of_its_paper(models: Models, framework: str, case: str) -> None:
    losses = models[framework]["rules"]["losses"][case]
    assert np.abs(np.subtract(losses, reference(CASES[case]))).max() <= BOUND


@pytest.mark.parametrize("framework", ["torch", "keras", "jax"])
def test_neither_a_schedule_nor_a_new_rate_compiles_anew(models: Models, framework: str) -> None:
    assert models[framework]["rules"]["compiled anew"] == []


def test_keras_own_adam_is_kept_and_is_another_rule(models: Models) -> None:
    textbook = reference(CASES["adam"])
    apart = {
        framework: np.abs(np.subtract(models[framework]["rules"]["adam-keras"], textbook)).max()
        for framework in ("torch", "keras", "jax")
    }
    assert apart["torch"] <= BOUND
    assert apart["jax"] <= BOUND
    assert apart["keras"] > 100 * BOUND


def test_the_bound_tells_every_case_from_every_other_one() -> None:
    followed = {name: reference(case) for name, case in CASES.items()}
    names = list(followed)
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            assert np.abs(np.subtract(followed[name], followed[other])).max() > 100 * BOUND


def test_every_optimizer_and_every_schedule_is_held() -> None:
    assert {case.optimizer for case in CASES.values()} | {"adam-keras"} == set(OPTIMIZERS)
    assert {case.lr_schedule for case in CASES.values()} == set(LR_SCHEDULES)
