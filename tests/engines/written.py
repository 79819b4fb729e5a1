"""Run logs for tests, written from events as a supervisor would."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from engines.events import AnyEvent, Header, Phase, Steps, encode
from tests.engines.streams import header, steps

RACE = Path(__file__).resolve().parents[1] / "data" / "schema1" / "race.fwdash.jsonl"
"""A real run, with mode changes and compilations."""


def write_log(path: Path, *events: AnyEvent, head: Header | None = None, tail: bytes = b"") -> Path:
    """Write a run log of a header (that of one lane, torch, if none is given) and events."""
    lines = [encode(event) for event in (head or header("torch"), *events)]
    path.write_bytes(b"".join(lines) + tail)
    return path


def trained(lane: str, seconds: Iterable[float], *, left_out: str = "") -> list[Steps]:
    """A chunk of 10 steps for each entry of `seconds`, which is what a step takes."""
    told, at = [], 1.0
    for number, each in enumerate(seconds):
        at += each * 10
        losses = [2.0 / (1 + number)] * 10
        told.append(steps(lane, number * 10 + 1, losses, seconds=each, at=at, left_out=left_out))
    return told


def finished(lane: str, at: float = 100.0) -> Phase:
    """The lane's last word."""
    return Phase(lane=lane, at=at, phase="finished")


def step_times(count: int, median: float = 1e-3, seed: int = 0) -> list[float]:
    """Independent, skewed step times in seconds."""
    return (median * np.random.default_rng(seed).lognormal(0, 0.1, count)).tolist()
