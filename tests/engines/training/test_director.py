"""What the director of lanes decides, without a process: the supervisor is the edge."""

from __future__ import annotations

from typing import Any

import pytest

from engines.commands import ChangeSettings, Command, Order
from engines.device import Machine
from engines.events import AnyEvent, Logged, SettingsPlanned
from engines.recipe import Recipe
from engines.supervisor.turns import Turns
from engines.training.director import TrainingDirector
from tests.engines.streams import header, steps

MACHINE = Machine("Example CPU", (0, 1), 1 << 30)


class Told:
    """Keeps what a director says, orders and tells."""

    def __init__(self, recipe: Recipe) -> None:
        self.header = header(*(lane.id for lane in recipe.lanes))
        self.machine = MACHINE
        self.turns = Turns("turns", 0.2)
        self.said: list[AnyEvent] = []
        self.told: list[tuple[str, Command]] = []
        self.ordered: list[Order] = []

    def now(self) -> float:
        return 1.0

    def say(self, event: AnyEvent) -> None:
        self.said.append(event)

    def tell(self, who: str, command: Command) -> None:
        self.told.append((who, command))

    def start_worker(self, order: Order, *_: object, **__: object) -> None:
        self.ordered.append(order)
        self.turns.enter(order.who, _[0])  # type: ignore[arg-type]


def training(last: int | None) -> tuple[TrainingDirector, Told]:
    """Two lanes that have begun to train, the first of them at step 20."""
    recipe = header("torch", "jax", steps=last).training
    told = Told(recipe)
    supervisor: Any = told
    director = TrainingDirector(recipe, supervisor)
    director.begin()
    for lane in ("torch", "jax"):
        told.turns.ask(lane)
    assert director.may_begin(told.turns)
    director.hear(steps("torch", 1, [1.0] * 20))
    return director, told


def test_a_change_is_said_at_once_and_told_to_every_lane() -> None:
    director, told = training(None)
    director.change_settings(0.01, None)
    (planned,) = told.said
    assert isinstance(planned, SettingsPlanned)
    assert planned.step >= 40
    assert [who for who, _ in told.told] == ["torch", "jax"]
    for _, command in told.told:
        assert isinstance(command, ChangeSettings)
        assert (command.planned.step, command.planned.learning_rate) == (planned.step, 0.01)


@pytest.mark.parametrize(
    ("gone", "line"),
    [
        ((), "Nothing changes: the run ends at step 40, before all lanes could."),
        (("torch", "jax"), "Nothing changes: no lane runs any more."),
    ],
)
def test_a_change_that_would_come_after_the_end_is_refused_in_a_sentence(
    gone: tuple[str, ...], line: str
) -> None:
    director, told = training(40)
    for lane in gone:
        director.left(lane)
    director.change_settings(0.01, None)
    assert told.said == [Logged(at=1.0, line=line, level="warning")]
    assert told.told == []


def test_an_event_of_no_lane_does_not_end_the_run() -> None:
    director, told = training(None)
    director.hear(steps("who", 1, [1.0]))
    assert told.said == []
