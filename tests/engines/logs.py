"""Run logs for tests: written from events, with an index built in this process, and random ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

from engines import events as ev
from engines.replay import build
from engines.replay.frames import identity
from engines.replay.index import ReplayIndex
from engines.runlog.cursor import LogCursor
from tests.engines.streams import header

RECORDED = Path(__file__).resolve().parents[1] / "data" / "schema1" / "race.fwdash.jsonl"
"""A real run: three lanes of 2,500 steps that change their modes."""
LANES = ("torch", "keras", "jax")


def write_log(path: Path, events: Sequence[ev.AnyEvent], lanes: tuple[str, ...] = LANES) -> Path:
    """A log of these events."""
    path.write_bytes(b"".join(map(ev.encode, [header(*lanes), *events])))
    return path


def indexed(log: Path, cursor: LogCursor) -> ReplayIndex:
    """The index of a log, built now beside it."""
    path = log.with_suffix(".index")
    with open(path, "wb") as file:
        build.build(log, identity(log), file)
    return ReplayIndex(path, identity(log), cursor)


@st.composite
def streams(draw: st.DrawFn) -> list[ev.AnyEvent]:
    """Events as three lanes may send them: steps without gaps, restarts, everything in between."""
    told: list[ev.AnyEvent] = []
    done = dict.fromkeys(LANES, 0)
    spent = dict.fromkeys(LANES, 0.0)
    attempts = dict.fromkeys(LANES, 0)
    now = 0.0
    for _ in range(draw(st.integers(0, 40))):
        lane = draw(st.sampled_from(LANES))
        now = round(now + draw(st.sampled_from((0.0, 0.01, 0.3, 2.0))), 6)
        kind = draw(st.integers(0, 13))
        who = {"lane": lane, "at": now}
        if kind <= 4:
            sizes = draw(st.lists(st.integers(1, 9), min_size=1, max_size=3))
            count = sum(sizes)
            some = draw(st.lists(st.one_of(st.none(), st.floats(0, 10)), min_size=1, max_size=3))
            losses = (some * count)[:count]
            seconds = [size * draw(st.sampled_from((1e-3, 1.7e-3))) for size in sizes]
            ends, lane_ends = [], []
            for took in seconds:
                now, spent[lane] = now + took, spent[lane] + took
                ends.append(now)
                lane_ends.append(spent[lane])
            why = draw(
                st.lists(
                    st.sampled_from(("", "", "turn")), min_size=len(sizes), max_size=len(sizes)
                )
            )
            told.append(
                ev.Steps(
                    lane=lane, at=now, first=done[lane] + 1, losses=tuple(losses),
                    counts=tuple(sizes), seconds=tuple(seconds), cpu_seconds=tuple(seconds),
                    ends=tuple(ends), lane_ends=tuple(lane_ends), left_out=tuple(why),
                )
            )  # fmt: skip
            done[lane] += count
        elif kind == 5:
            attempts[lane] += 1
            done[lane], spent[lane] = 0, 0.0
            told.append(
                ev.Started(pid=7, attempt=attempts[lane], device="cpu", mode="eager", **who)
            )
        else:
            told.append(_other(kind, who, done[lane], draw))
    return told


def _other(kind: int, who: dict[str, object], step: int, draw: st.DrawFn) -> ev.AnyEvent:
    at = who["at"]
    word = draw(st.sampled_from(("", "a", "ünï\x00", "x" * 1500)))
    made: list[ev.AnyEvent] = [
        ev.Phase(phase=draw(st.sampled_from(("training", "waiting", "finished"))), **who),
        ev.Logged(line=word, level="warning", **who),
        ev.Logged(at=at, line=word),
        ev.Marked(at=at, text=word),
        ev.Compiled(mode="compile", step=step, seconds=0.5, reason=word, **who),
        ev.ModeChanged(mode="compile", previous="eager", step=step, seconds=0.1, **who),
        ev.SettingsChanged(learning_rate=0.1, batch_size=32, step=step, **who),
        ev.Crashed(reason=word or "died", last_lines=(word,), **who),
        ev.ProcessSampled(rss=step + 1, own=step, cpu_percent=9.5, gpu_bytes=step, **who),
        ev.GpuSampled(
            at=at, device="cuda:0", used=1, total=2, utilisation=3, watts=None, celsius=4
        ),
        ev.CoresSampled(at=at, cores=(0, 2), busy=(0.0, 99.5), memory_used=step),
        ev.DeviceMemory(used=step, peak=step, **who),
        ev.Evaluated(step=step, loss=0.5, accuracy=0.9, **who),
        ev.ScheduleChanged(at=at, schedule="free"),
        ev.PauseChanged(paused=bool(step % 2), **who),
        ev.SettingsPlanned(at=at, step=step + 20, learning_rate=0.01),
        ev.CompileFailed(mode="xla", fallback="graph", step=step, error=word, **who),
        ev.CompileFailed(mode="compile", fallback="compile", step=step, error=word, **who),
        ev.Noted(text=word, **who),
        ev.Built(version="1", device_name="d", parameters=3, threads=2, cores=(1,), **who),
    ]  # type: ignore[arg-type]
    return draw(st.sampled_from(made))
