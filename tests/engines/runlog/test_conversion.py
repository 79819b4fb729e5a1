"""Logs of schema 1: their headers become recipes, in one place."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from engines.events import SCHEMA, Header, encode
from engines.recipe import PlannedChange
from engines.runlog.conversion import of_today
from tests.engines.logs import RECORDED
from tests.engines.streams import header

LANES = [
    {"id": "torch+eager", "framework": "torch", "device": "cpu", "mode": "eager"},
    {"id": "torch+compile", "framework": "torch", "device": "cpu", "mode": "compile"},
    {"id": "jax", "framework": "jax", "device": "cpu", "mode": "jit"},
]


def read(line: bytes) -> Header:
    """The header in a first line."""
    return msgspec.convert(of_today(msgspec.json.decode(line)), Header)


def old(*command: str, **more: Any) -> Header:
    """The header that comes of one of schema 1."""
    return read(old_line(**{"command": command, **more}))


def old_line(**more: Any) -> bytes:
    document = {
        "event": "header", "at": 0.0, "id": "a", "started_at": "2026-01-01", "workload": "digits-mlp",
        "optimizer": "adam", "learning_rate": 0.1, "batch_size": 32, "seed": 7, "schedule": "free",
        "precision": "bf16", "sync_every": 5, "turn_seconds": 0.5, "steps": 300, "lanes": LANES,
        "host": {}, "versions": {}, **more,
    }  # fmt: skip
    return msgspec.json.encode(document)


def test_every_field_of_the_old_header_is_in_the_recipe() -> None:
    recipe = old().training
    assert recipe.settings() == {
        "seed": 7, "steps": 300, "precision": "bf16", "schedule": "free", "turn_seconds": 0.5,
        "sync_every": 5, "evaluate_every": 100, "evaluate_batch": None, "label_smoothing": 0.0,
    }  # fmt: skip
    assert (recipe.workload, recipe.optimizer, recipe.learning_rate) == ("digits-mlp", "adam", 0.1)
    assert [lane.id for lane in recipe.lanes] == ["torch+eager", "torch+compile", "jax"]
    assert old().schema == SCHEMA


def test_evaluations_and_changes_are_those_of_the_command() -> None:
    recipe = old(
        "fwdash", "--evaluate-every", "7", "--change", "50:torch=dynamo", "--change=9:jax=eager"
    )
    assert recipe.training.evaluate_every == 7
    assert set(recipe.training.changes) == {
        PlannedChange(lane="torch+eager", step=50, mode="dynamo"),
        PlannedChange(lane="torch+compile", step=50, mode="dynamo"),
        PlannedChange(lane="jax", step=9, mode="eager"),
    }


@pytest.mark.parametrize(
    "command",
    [("--change",), ("--change", "x"), ("--evaluate-every", "many"), ("--change", "1:no=jit")],
)
def test_a_command_that_says_nothing_of_use_changes_nothing(command: tuple[str, ...]) -> None:
    recipe = old(*command).training
    assert recipe.evaluate_every == 100
    assert recipe.changes == ()


@pytest.mark.parametrize("lanes", [None, 7, [7], [{"id": "torch"}], "torch"])
def test_an_old_header_that_is_damaged_is_none(lanes: Any) -> None:
    with pytest.raises(msgspec.DecodeError):
        old(lanes=lanes)


@pytest.mark.parametrize("command", [1, [1], "run", {"run": 1}, [None]])
def test_an_old_header_whose_command_is_damaged_is_none(command: Any) -> None:
    with pytest.raises(msgspec.DecodeError):
        read(old_line(command=command))


def test_a_header_of_today_is_itself() -> None:
    assert read(encode(header("torch", "jax"))) == header("torch", "jax")


def test_a_log_that_was_written_under_schema_1_says_what_was_trained() -> None:
    with RECORDED.open("rb") as log:
        assert read(log.readline()).training.steps == 2500
