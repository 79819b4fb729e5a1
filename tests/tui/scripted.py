"""A source that plays a script: plausible runs of three lanes under a clock that stands still."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engines import events as ev
from engines.device import Machine
from engines.recipe import LaneSpec, Recipe
from tui.sources.own_run import OwnRun

GIB = 1 << 30
MIB = 1 << 20
MACHINE = Machine(cpu_model="Example CPU", cores=(0, 1, 2, 3), memory_bytes=16 * GIB)
LANES = ("torch", "keras", "jax")
VERSIONS = {"torch": "2.13.0", "keras": "3.15.1", "jax": "0.10.2"}
MODES = {"torch": "eager", "keras": "graph", "jax": "jit"}
STEP_SECONDS = {"torch": 0.52e-3, "keras": 0.71e-3, "jax": 0.33e-3}


def framework(lane: str) -> str:
    """The framework of a lane's id."""
    return lane.split("@")[0].split("+")[0]


def header(lanes: tuple[str, ...] = LANES) -> ev.Header:
    """The header of a scripted run."""
    return ev.Header(
        schema=ev.SCHEMA,
        at=0.0,
        id="20260101-000000-abc",
        started_at="2026-01-01T00:00:00Z",
        recipe=Recipe(
            workload="digits-mlp",
            optimizer="sgd",
            learning_rate=0.1,
            batch_size=64,
            seed=7,
            schedule="turns",
            precision="float32",
            sync_every=10,
            turn_seconds=0.2,
            steps=None,
            lanes=tuple(
                LaneSpec(
                    id=lane,
                    framework=framework(lane),
                    device="cpu",
                    mode=lane.partition("+")[2] or MODES[framework(lane)],
                )
                for lane in lanes
            ),
        ),
        host={"cpu": "Example CPU"},
        versions=VERSIONS,
    )


class Scripted(OwnRun):
    """Satisfies `tui.sources.source.Source`; keeps the commands it was given in `commands`."""

    def __init__(
        self,
        events: list[ev.AnyEvent] | None = None,
        *,
        lanes: tuple[str, ...] = LANES,
        at: float = 30.0,
        machine: Machine = MACHINE,
    ) -> None:
        self.header = header(lanes)
        self.log_path: Path | None = None
        self.machine = machine
        self.clock = at
        self.pending: list[ev.AnyEvent] = list(events or ())
        self.commands: list[tuple[object, ...]] = []
        self.started = 0
        self.closed = 0
        self.refuse: Exception | None = None

    def start(self) -> None:
        self.started += 1

    def drain(self) -> list[ev.AnyEvent]:
        drained, self.pending = self.pending, []
        return drained

    def now(self) -> float:
        return self.clock

    def _take(self, *command: object) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.commands.append(command)

    def set_mode(self, lane: str, mode: str) -> None:
        self._take("set_mode", lane, mode)

    def alternate(self, lane: str, mode: str) -> None:
        self._take("alternate", lane, mode)

    def pause(self, lane: str) -> None:
        self._take("pause", lane)
        self.pending.append(ev.PauseChanged(lane=lane, at=self.clock, paused=True))

    def resume(self, lane: str) -> None:
        self._take("resume", lane)
        self.pending.append(ev.PauseChanged(lane=lane, at=self.clock, paused=False))

    def restart(self, lane: str, device: str | None = None) -> None:
        self._take("restart", lane, device)

    def set_schedule(self, schedule: str) -> None:
        self._take("set_schedule", schedule)

    def change_settings(
        self, *, learning_rate: float | None = None, batch_size: int | None = None
    ) -> None:
        self._take("change_settings", learning_rate, batch_size)
        self.pending.append(
            ev.SettingsPlanned(
                at=self.clock, step=3180, learning_rate=learning_rate, batch_size=batch_size
            )
        )

    def mark(self, text: str) -> None:
        self._take("mark", text)

    def close(self) -> None:
        self.closed += 1


def losses(first: int, count: int, lane: str) -> np.ndarray:
    """A falling, noisy loss that all lanes share but for rounding."""
    steps = np.arange(first, first + count)
    noise = np.sin(steps * 12.9898) * 43758.5453 % 1.0 - 0.5
    loss = 0.03 + 2.3 * np.exp(-steps / 180) + 0.25 * noise * np.exp(-steps / 300) + 0.02 * noise
    return np.maximum(loss, 1e-4) + (hash_of(lane) % 7) * 4e-8 * np.cos(steps)


def hash_of(lane: str) -> int:
    """A number for a name, the same in every process."""
    return sum(map(ord, lane))


def start(lane: str, at: float = 0.0) -> list[ev.AnyEvent]:
    """A worker is started and its framework imported and model built."""
    name = framework(lane)
    mode = lane.partition("+")[2] or MODES[name]
    pid = 4000 + hash_of(lane)
    return [
        ev.Started(lane=lane, at=at, pid=pid, attempt=1, device="cpu", mode=mode),
        ev.Phase(lane=lane, at=at, phase="importing"),
        ev.Logged(lane=lane, at=at + 1.9, line=f"{name} {VERSIONS[name]} imported in 1.9 s"),
        ev.Phase(lane=lane, at=at + 2.0, phase="building"),
        ev.Built(
            lane=lane, at=at + 2.4, version=VERSIONS[name], device_name="Example CPU",
            parameters=85_002, threads=3, cores=(1, 2, 3),
        ),
    ]  # fmt: skip


def compiled(lane: str, at: float, step: int, reason: str = "first step") -> list[ev.AnyEvent]:
    """A compilation that took a while and ended well at `at`."""
    return [
        ev.Phase(lane=lane, at=at - 1.4, phase="compiling"),
        ev.Compiled(
            lane=lane, at=at, mode=MODES[framework(lane)], step=step, seconds=1.38,
            trace_seconds=0.21, lower_seconds=0.12, backend_seconds=1.05, cached=False,
            reason=reason,
        ),
        ev.Phase(lane=lane, at=at, phase="training"),
    ]  # fmt: skip


def training(
    lane: str, first: int, count: int, at: float, lane_at: float, chunk: int = 10
) -> list[ev.AnyEvent]:
    """`count` steps from `first` on, in events of 200."""
    each = STEP_SECONDS[framework(lane)]
    told: list[ev.AnyEvent] = []
    for begin in range(first, first + count, 200):
        size = min(200, first + count - begin)
        chunks = size // chunk
        wobble = 1 + 0.15 * np.sin(np.arange(begin, begin + chunks) * 1.7) ** 8 * 3
        seconds = each * chunk * wobble
        ends = np.cumsum(seconds)
        told.append(
            ev.Steps(
                lane=lane, at=at + float(ends[-1]) * 3, first=begin,
                losses=tuple(losses(begin, size, lane).tolist()), counts=(chunk,) * chunks,
                seconds=tuple(seconds.tolist()), cpu_seconds=tuple((seconds * 1.9).tolist()),
                ends=tuple((at + ends * 3).tolist()), lane_ends=tuple((lane_at + ends).tolist()),
                left_out=("turn", *("",) * (chunks - 1)),
            )
        )  # fmt: skip
        at += float(ends[-1]) * 3
        lane_at += float(ends[-1])
    return told


def sampled(lane: str, at: float) -> list[ev.AnyEvent]:
    """A look at the worker from outside."""
    size = {"torch": 412, "keras": 731, "jax": 388}[framework(lane)]
    return [
        ev.ProcessSampled(
            lane=lane, at=at, rss=size * MIB, own=(size - 90) * MIB, cpu_percent=187.0
        ),
        ev.CoresSampled(
            at=at, cores=MACHINE.cores, busy=(21.4, 100.0, 98.0, 9.0), memory_used=7 * GIB
        ),
    ]


def train(lanes: tuple[str, ...] = LANES, count: int = 2400) -> list[ev.AnyEvent]:
    """All lanes in the midst of training."""
    told: list[ev.AnyEvent] = []
    for number, lane in enumerate(lanes):
        told += start(lane)
        told.append(ev.Phase(lane=lane, at=2.5, phase="waiting"))
        if framework(lane) != "torch":
            told += compiled(lane, 5.0 + 1.5 * number, 0)
        else:
            told.append(ev.Phase(lane=lane, at=3.0, phase="training"))
        told += training(lane, 1, count + 200 * number, 8.0, 1.4 if number else 0.1)
        told += sampled(lane, 29.0)
        told.append(
            ev.Evaluated(
                lane=lane, at=29.2, step=count, loss=0.0917, accuracy=0.9722, lane_seconds=3.0
            )
        )
    return told


def idle() -> list[ev.AnyEvent]:
    """Workers have just been started."""
    return [event for lane in LANES for event in start(lane)[:2]]


def compiling() -> list[ev.AnyEvent]:
    """One lane trains, one compiles after a change of mode, one compiled with a failure."""
    return [
        *train(),
        ev.Phase(lane="torch", at=22.8, phase="compiling", detail="torch.compile, first step"),
        ev.CompileFailed(
            lane="keras", at=29.0, mode="xla", fallback="graph", step=2600,
            error="XLA: unsupported operation StringFormat in train_step",
        ),
        ev.ModeChanged(lane="jax", at=20.0, mode="jit", previous="eager", step=1500, seconds=0.01),
        *training("jax", 2801, 200, 29.0, 4.0),
    ]  # fmt: skip


def crashed() -> list[ev.AnyEvent]:
    """One lane has died, the others go on."""
    lines = (
        "Traceback (most recent call last):",
        '  File "engines/worker.py", line 118, in main',
        "    loss = engine.train_chunk(batches)",
        '  File "engines/keras_engine.py", line 71, in train_chunk',
        "    loss = self._step(inputs, labels)",
        "tensorflow.python.framework.errors_impl.ResourceExhaustedError: OOM when allocating "
        "tensor with shape[64,256] and type float",
    )
    return [
        *train(),
        *(ev.Logged(lane="keras", at=29.0, line=line, level="error") for line in lines),
        ev.Crashed(
            lane="keras", at=29.1, reason="killed by SIGKILL: out of memory?", signal="SIGKILL",
            last_lines=lines,
        ),
    ]  # fmt: skip


def done() -> list[ev.AnyEvent]:
    """All lanes have done their steps."""
    return [*train(), *(ev.Phase(lane=lane, at=29.5, phase="finished") for lane in LANES)]
