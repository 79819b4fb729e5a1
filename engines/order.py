"""What a worker is told before it starts: one JSON line on its standard input."""

from __future__ import annotations

import msgspec

from engines.events import ChangeSettings


class WorkerPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One lane's work, complete."""

    lane: str
    framework: str
    mode: str
    device_kind: str
    """`cpu` or `cuda`."""
    workload: str
    optimizer: str
    learning_rate: float
    batch_size: int
    seed: int
    precision: str
    steps: int | None
    """Steps to train, null for as long as turns are given."""
    sync_every: int
    """Steps between two synchronisations with the device."""
    evaluate_every: int
    """Steps between two evaluations on the test split."""
    changes: tuple[tuple[int, str], ...] = ()
    """(step, mode): from the step after `step` on, run in `mode`."""
    settings: tuple[ChangeSettings, ...] = ()
    """Changes of learning rate and batch size, at their steps."""
    cores: tuple[int, ...] = ()
    """The cores to compute on; empty leaves them as they are."""
    start_cores: tuple[int, ...] = ()
    """As many cores, on which to import and build while the other lanes do so too."""
    origin: float
    """`time.monotonic()` at the run's start."""


_decoder = msgspec.json.Decoder(WorkerPlan)


def encode_plan(plan: WorkerPlan) -> bytes:
    """The plan as one JSON line."""
    return msgspec.json.encode(plan) + b"\n"


def decode_plan(line: bytes) -> WorkerPlan:
    """The plan in one JSON line; raises `msgspec.DecodeError`."""
    return _decoder.decode(line)
