"""Event streams for tests, as a worker would send them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import structs

from engines.events import SCHEMA, Header, Steps
from engines.recipe import LaneSpec, Recipe


def header(*lanes: str, **recipe: Any) -> Header:
    """A header with the named frameworks as lanes, and what its recipe has beside the usual."""
    made = Header(
        schema=SCHEMA,
        at=0.0,
        id="test",
        started_at="2026-01-01T00:00:00+00:00",
        recipe=Recipe(
            workload="digits-mlp",
            optimizer="sgd",
            learning_rate=0.05,
            batch_size=64,
            seed=0,
            schedule="turns",
            precision="float32",
            sync_every=10,
            turn_seconds=0.2,
            steps=300,
            lanes=tuple(
                LaneSpec(id=lane, framework=lane, device="cpu", mode="eager") for lane in lanes
            ),
        ),
        host={},
        versions={},
    )
    return trained_by(made, **recipe)


def trained_by(header: Header, **recipe: Any) -> Header:
    """The header of the same run with another recipe in these fields."""
    return structs.replace(header, recipe=structs.replace(header.training, **recipe))


def steps(
    lane: str,
    first: int,
    losses: Sequence[float | None],
    *,
    seconds: float = 0.001,
    at: float = 1.0,
    left_out: str = "",
) -> Steps:
    """One chunk of steps that took `seconds` each."""
    taken = seconds * len(losses)
    return Steps(
        lane=lane,
        at=at,
        first=first,
        losses=tuple(losses),
        counts=(len(losses),),
        seconds=(taken,),
        cpu_seconds=(taken,),
        ends=(at,),
        lane_ends=(at,),
        left_out=(left_out,),
    )
