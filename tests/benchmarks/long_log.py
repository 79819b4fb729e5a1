"""A synthetic run log of any length, in chunks as real workers send them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engines import events as ev
from engines.recipe import LaneSpec, Recipe

STEP_SECONDS = {"torch": 0.52e-3, "keras": 0.71e-3, "jax": 0.33e-3}
MODES = {"torch": "eager", "keras": "graph", "jax": "jit"}
CHUNK = 10
IN_EVENT = 100
"""Steps that one event tells, about what a worker collects in a tenth of a second."""


def write_long_log(path: Path, steps: int) -> int:
    """Write three lanes of `steps` each that take turns of 0.2 s; how many bytes that are."""
    random = np.random.default_rng(0)
    header = ev.Header(
        at=0.0, id="long", started_at="2026-01-01T00:00:00+00:00", schema=ev.SCHEMA,
        recipe=Recipe(workload="digits-mlp", optimizer="sgd", learning_rate=0.05,
        batch_size=64, seed=0, schedule="turns",
        precision="float32", sync_every=CHUNK, turn_seconds=0.2, steps=steps,
        lanes=tuple(
            LaneSpec(id=lane, framework=lane, device="cpu", mode=mode)
            for lane, mode in MODES.items()
        )),
        host={"cpu": "Example CPU", "cores": 4, "memory_bytes": 16 << 30}, versions={},
    )  # fmt: skip
    done = dict.fromkeys(MODES, 0)
    lane_at = dict.fromkeys(MODES, 0.0)
    now, sampled = 5.0, 0.0
    with open(path, "wb") as file:
        file.write(ev.encode(header))
        for lane, mode in MODES.items():
            told: list[ev.AnyEvent] = [
                ev.Started(lane=lane, at=0.1, pid=4000, attempt=1, device="cpu", mode=mode),
                ev.Phase(lane=lane, at=0.2, phase="importing"),
                ev.Phase(lane=lane, at=3.0, phase="building"),
                ev.Built(lane=lane, at=4.0, version="1", device_name="Example CPU",
                         parameters=85_002, threads=3),
                ev.Phase(lane=lane, at=4.9, phase="training"),
            ]  # fmt: skip
            file.writelines(map(ev.encode, told))
        while min(done.values()) < steps:
            for lane, mode in MODES.items():
                for _ in range(4):
                    if done[lane] < steps:
                        event = _steps(lane, done[lane] + 1, steps, now, lane_at[lane], random)
                        file.write(ev.encode(event))
                        now, lane_at[lane] = event.ends[-1] + 0.001, event.lane_ends[-1]
                        before, done[lane] = done[lane], done[lane] + len(event.losses)
                        if before // 100 < done[lane] // 100:
                            file.write(ev.encode(ev.Evaluated(
                                lane=lane, at=now, step=done[lane] // 100 * 100,
                                loss=0.1 + random.random() / 100, accuracy=0.97,
                                lane_seconds=lane_at[lane])))  # fmt: skip
                        if before // 50_000 < done[lane] // 50_000:
                            file.write(
                                ev.encode(
                                    ev.Compiled(
                                        lane=lane, at=now, mode=mode, step=done[lane], seconds=0.4
                                    )
                                )
                            )
                if now - sampled > 0.5:
                    sampled = now
                    for each in MODES:
                        file.write(ev.encode(ev.ProcessSampled(
                            lane=each, at=now, rss=int(4e8 + random.integers(1 << 20)),
                            cpu_percent=180.0)))  # fmt: skip
        for lane in MODES:
            file.write(ev.encode(ev.Phase(lane=lane, at=now, phase="finished")))
    return path.stat().st_size


def _steps(
    lane: str, first: int, last: int, at: float, lane_at: float, random: np.random.Generator
) -> ev.Steps:
    count = min(IN_EVENT, last - first + 1)
    sizes = [min(CHUNK, count - begin) for begin in range(0, count, CHUNK)]
    seconds = STEP_SECONDS[lane] * np.array(sizes) * random.lognormal(0, 0.12, len(sizes))
    ends = at + np.cumsum(seconds)
    losses = 0.1 + 2.2 * np.exp(-np.arange(first, first + count) / 2e5)
    losses *= random.lognormal(0, 0.1, count)
    return ev.Steps(
        lane=lane,
        at=round(float(ends[-1]), 6),
        first=first,
        losses=tuple(np.round(losses, 8).tolist()),
        counts=tuple(sizes),
        seconds=tuple(np.round(seconds, 8).tolist()),
        cpu_seconds=tuple(np.round(seconds * 1.9, 8).tolist()),
        ends=tuple(np.round(ends, 6).tolist()),
        lane_ends=tuple(np.round(lane_at + np.cumsum(seconds), 6).tolist()),
        left_out=("turn", *("",) * (len(sizes) - 1)),
    )
