"""Event streams for tests, as a worker would send them."""

from __future__ import annotations

from collections.abc import Sequence

from engines.events import Header, LaneSpec, Steps


def header(*lanes: str) -> Header:
    """A header with the named frameworks as lanes."""
    return Header(
        at=0.0,
        id="test",
        started_at="2026-01-01T00:00:00+00:00",
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
        host={},
        versions={},
    )


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
