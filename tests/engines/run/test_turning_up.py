"""The test loss that turns up: said when it is clearly so and stays so, not for noise."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from engines.events import Evaluated, Started
from engines.run.conclusions import conclusions
from engines.run.run import Run
from engines.run.summary import summarise
from engines.run.turning_up import ENOUGH
from tests.engines.streams import header
from tui.views.turning_news import TurningNews

RISES = [1.0, 0.5, 0.2, *(0.22 + 0.02 * n for n in range(ENOUGH))]


def evaluated(losses: Sequence[float | None], lane: str = "torch", run: Run | None = None) -> Run:
    run = run or Run(header("torch", "jax"))
    for n, loss in enumerate(losses):
        run.apply(Evaluated(lane=lane, at=n, step=n * 100, loss=loss, accuracy=0.9))
    return run


@pytest.mark.parametrize(
    ("losses", "turned"),
    [
        (RISES, True),
        (RISES[:-1], False),
        ([1.0, 0.5, 0.2, *[0.205] * 50], False),
        ([1.0, 0.5, 0.2, *[0.23, 0.2] * 20], False),
        ([1.0 / (n + 1) for n in range(50)], False),
        ([*RISES, 0.1], False),
        ([*RISES, None], True),
        ([None] * 9, False),
        ([-1.0, *[-0.9] * ENOUGH], True),
        ([], False),
    ],
)
def test_it_is_said_when_the_loss_stays_clearly_above_its_lowest(
    losses: list[float | None], turned: bool
) -> None:
    run = evaluated(losses)
    assert run.lanes["torch"].test_course.turned == turned
    told = summarise(run, None)
    assert told["lanes"][0]["test_loss_turned_up"] == turned
    assert any("test loss has turned up" in one for one in told["conclusions"]) == turned


def test_it_names_the_lowest_and_the_last() -> None:
    (told,) = [one for one in conclusions(evaluated(RISES)) if "turned up" in one]
    assert told == "the test loss has turned up: torch 0.2 at step 200, 0.3 at step 700"


def test_lanes_that_turn_one_after_the_other_are_one_notice() -> None:
    run = evaluated(RISES[:-1])
    news = TurningNews(run)
    assert news.news() == []
    evaluated(RISES, run=run)
    evaluated(RISES, "jax", run)
    (told,) = news.news()
    assert told.startswith("The test loss has turned up: torch 0.2 at step 200")
    assert "jax" in told
    evaluated([0.1, *RISES], run=run)
    assert news.news() == []


def test_a_restart_begins_anew() -> None:
    run = evaluated(RISES)
    run.apply(Started(lane="torch", at=9.0, pid=2, attempt=2, device="cpu", mode="eager"))
    assert not run.lanes["torch"].test_course.turned
