"""Two modes that alternate: a turn in each, no step lost, and back to where the lane was."""

from __future__ import annotations

import os
import threading
from itertools import pairwise

import pytest

from engines.commands import Alternate, AnyCommand, GiveTurn, Order, SetMode
from engines.events import AnyEvent, CompileFailed, ModeChanged, Steps, decode_event
from engines.order import Train
from engines.recipe import LaneSpec, Recipe
from engines.run.run import Run
from engines.worker.event_writer import EventWriter
from engines.worker.inbox import Inbox
from engines.worker.training import Training
from tests.engines.streams import header
from tests.engines.worker.test_training import Fails, engine_that, trained

TURN = GiveTurn(seconds=0.002)


def turns(*commands: AnyCommand, fails: Fails = lambda *_: False) -> list[AnyEvent]:
    """The events of turns of a torch lane, between which it is told other things."""
    recipe = Recipe(
        lanes=(LaneSpec(id="torch", framework="torch", device="cpu", mode="eager"),),
        workload="digits-mlp", optimizer="sgd", learning_rate=0.1, batch_size=8, steps=None,
        sync_every=5, evaluate_every=100_000,
    )  # fmt: skip
    job = Train(recipe=recipe)
    order = Order(who="torch", framework="torch", mode="eager", job=job)
    read, write = os.pipe()
    said: list[AnyEvent] = []

    def listen() -> None:
        with os.fdopen(read, "rb") as lines:
            said.extend(map(decode_event, lines))

    # A pipe holds 64 KiB; a turn says more.
    listener = threading.Thread(target=listen)
    listener.start()
    try:
        inbox, writer = Inbox(), EventWriter(write, "torch", 0.0)
        training = Training(order, job, writer, inbox, engine_that(fails, {}))
        for command in commands:
            if isinstance(command, GiveTurn):
                training.take_turn(command)
            else:
                inbox.put(command)
    finally:
        os.close(write)
        listener.join()
    return said


def modes(said: list[AnyEvent]) -> list[str]:
    return [event.mode for event in said if isinstance(event, ModeChanged)]


@pytest.mark.parametrize("count", [4, 3])
def test_each_turn_is_in_the_other_mode_and_the_last_in_the_first(count: int) -> None:
    said = turns(TURN, Alternate(mode="compile", turns=count), *[TURN] * 7)
    assert modes(said) == ["compile", "eager", "compile", "eager"]
    assert all(event.alternating for event in said if isinstance(event, ModeChanged))
    assert trained(said) > 16
    # A turn's first chunk in another mode is no sample.
    told = [event for event in said if isinstance(event, (ModeChanged, Steps))]
    for before, after in pairwise(told):
        if isinstance(before, ModeChanged):
            assert isinstance(after, Steps)
            assert after.left_out[0] == "compile"


def test_the_fold_pairs_these_turns() -> None:
    run = Run(header("torch"))
    run.apply_all(turns(TURN, Alternate(mode="compile", turns=6), *[TURN] * 8))
    assert run.pace["torch"].kept["compile : eager"].seen == 3


def test_a_later_wish_ends_it() -> None:
    said = turns(Alternate(mode="compile", turns=8), TURN, SetMode(mode="dynamo"), *[TURN] * 4)
    assert modes(said) == ["compile", "dynamo"]


@pytest.mark.parametrize("again", ["compile", "eager"])
def test_asked_again_meanwhile_it_ends_where_it_began(again: str) -> None:
    asked = Alternate(mode=again, turns=4)
    said = turns(Alternate(mode="compile", turns=8), TURN, asked, *[TURN] * 6)
    assert modes(said)[-1] == "eager"
    assert set(modes(said)) == {"compile", "eager"}


def test_a_mode_that_fails_is_left_for_good() -> None:
    said = turns(
        Alternate(mode="compile", turns=8), *[TURN] * 5, fails=lambda mode, _: mode == "compile"
    )
    assert len([event for event in said if isinstance(event, CompileFailed)]) == 1
    assert modes(said) == ["compile", "eager"]


def test_a_turn_is_no_longer_than_some_and_the_present_mode_is_no_other() -> None:
    long = GiveTurn(seconds=0.4)
    alternated = turns(Alternate(mode="compile", turns=2), long)
    assert [event.lane_ends[-1] for event in alternated if isinstance(event, Steps)][-1] < 0.35
    assert modes(turns(Alternate(mode="eager", turns=4), TURN, TURN)) == []
