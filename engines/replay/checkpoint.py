"""A `Run` at one place of its log as plain data, and the same run made of that data again.

What grows without end stays out of it: closed buckets and losses lie where a `Store` puts them, and
events that a run keeps lie in the log itself. Fields of `Run` and of its workers' states are found by
their types, so that a new one of a known type needs no line here; of an unknown one raises `TypeError`.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from typing import Any, Protocol

import msgspec
import numpy as np

from engines.events import AnyEvent, Crashed, Event, Header, decode_event, encode
from engines.phases import PhaseName
from engines.progress import WorkerProgress
from engines.replay.kept_events import LISTS, RUN_LISTS, Kept
from engines.run.kept_turns import KeptTurns
from engines.run.pace import Pace, TurnInHand
from engines.run.parity import Difference, RecentLosses
from engines.run.run import Run
from engines.run.series import CAPACITY, Series, SeriesHead
from engines.run.spread import Spread
from engines.run.turning_up import TurningUp
from engines.run.worker_state import WorkerState

_parts = (WorkerProgress, TurnInHand, TurningUp)
"""Parts of a state that are kept field by field."""
_scalars = (bool, int, float, str, type(None))


class Keep(Protocol):
    """Where a checkpoint puts what is too long for it; each answers with a number to find it by."""

    def series(self, series: Series) -> int:
        """Keep the closed buckets."""
        ...

    def losses(self, losses: RecentLosses) -> int:
        """Keep the losses."""
        ...


class Store(Protocol):
    """Where what was kept is found again; raises `ValueError` for what is not there."""

    def closed(self, number: int, head: SeriesHead) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The closed buckets of a series with that head."""
        ...

    def losses(self, number: int) -> RecentLosses:
        """The losses."""
        ...


def capture(run: Run, begun: dict[str, int], keep: Keep) -> bytes:
    """The run as data; `begun` says where in the log each lane's present attempt begins, in bytes."""
    lanes = {
        lane.id: _fields(lane, keep, set(LISTS)) | {"begun": begun.get(lane.id, 0)}
        for lane in run.workers.values()
    }
    document = {
        "workers": lanes,
        "parity": {lane_id: _fields(one, keep, set()) for lane_id, one in run.parity.items()},
        "pace": {lane_id: _fields(one, keep, set()) for lane_id, one in run.pace.items()},
        "gpus": {name: encode(gpu) for name, gpu in run.gpus.items()},
        "cores": encode(run.cores) if run.cores else None,
        "schedule": run.schedule,
        "at": run.at,
        "revision": run.revision,
    }
    return msgspec.msgpack.encode(document)


def _fields(
    of: WorkerState | Difference | Pace | WorkerProgress | TurnInHand | TurningUp,
    keep: Keep,
    left_out: set[str],
) -> dict[str, Any]:
    return {name: _data(value, keep) for name, value in vars(of).items() if name not in left_out}


def _data(value: Any, keep: Keep) -> Any:
    match value:
        case Series():
            return [keep.series(value), *value.head]
        case RecentLosses():
            return keep.losses(value)
        case Event():
            return encode(value)
        case _ if isinstance(value, _parts):
            return _fields(value, keep, set())
        case KeptTurns():
            return value.state
        case Spread():
            bins, counts = value.used()
            return [bins.astype("<u4").tobytes(), counts.astype("<i8").tobytes(), value.samples]
        case dict():
            return {key: _data(each, keep) for key, each in value.items()}
        case deque() | tuple() | list():
            return [_data(each, keep) for each in value]
        case _ if isinstance(value, _scalars):
            return value
    raise TypeError(f"no checkpoint knows how to keep a {type(value).__name__}")


def restore(header: Header, data: bytes | memoryview, store: Store, kept: Kept) -> Run:
    """The run that was captured; raises `ValueError` where the data cannot be one."""
    run = Run(header)
    try:
        document = msgspec.msgpack.decode(data)
        workers = run.workers
        for name, fields in document["workers"].items():
            _worker(workers[name], fields, store, kept)
        for lane_id, fields in document["parity"].items():
            _fill(run.parity[lane_id], fields, store)
        for lane_id, fields in document["pace"].items():
            _fill(run.pace[lane_id], fields, store)
        run.gpus = {name: decode_event(line) for name, line in document["gpus"].items()}  # type: ignore[misc]
        cores = document["cores"]
        run.cores = decode_event(cores) if cores else None  # type: ignore[assignment]
        run.schedule = str(document["schedule"])
        run.at = float(document["at"])
        run.revision = int(document["revision"])
    except (msgspec.DecodeError, KeyError, AttributeError, TypeError, OverflowError) as error:
        raise ValueError(f"this is no checkpoint: {error}") from error
    for name, kinds in RUN_LISTS.items():
        known = getattr(run, name)
        known.extend(kept.events("", kinds, most=getattr(known, "maxlen", None)))
    return run


def _worker(fresh: WorkerState, fields: dict[str, Any], store: Store, kept: Kept) -> None:
    begun = int(fields.pop("begun"))
    _fill(fresh, fields, store)
    for name, kinds in LISTS.items():
        known = vars(fresh).get(name)
        if known is None:
            continue
        since = 0 if name == "log" else begun
        events = kept.events(fresh.id, kinds, since=since, most=getattr(known, "maxlen", None))
        known.extend(map(_phase, events) if name == "phases" else events)


def _phase(event: AnyEvent) -> tuple[str, float]:
    crashed = str(PhaseName.CRASHED)
    return crashed if isinstance(event, Crashed) else event.phase, event.at  # type: ignore[union-attr]


def _fill(
    fresh: WorkerState | Difference | Pace | WorkerProgress | TurnInHand | TurningUp,
    fields: dict[str, Any],
    store: Store,
) -> None:
    known = vars(fresh)
    for name, data in fields.items():
        setattr(fresh, name, _value(known[name], data, store, name))


def _value(fresh: Any, data: Any, store: Store, name: str) -> Any:
    match fresh:
        case Series():
            number, *rest = data
            head = SeriesHead._make([*rest[:-1], tuple(rest[-1])])
            return Series.of(head, store.closed(number, head), CAPACITY)
        case RecentLosses():
            return store.losses(data)
        case _ if isinstance(fresh, _parts):
            _fill(fresh, data, store)
            return fresh
        case defaultdict():
            fresh.update({str(key): float(each) for key, each in data.items()})
            return fresh
        case Counter():
            return Counter({str(key): int(each) for key, each in data.items()})
        case deque():
            return deque(map(float, data), fresh.maxlen)
        case dict():
            return {str(key): _kept_whole(each) for key, each in data.items()}
        case tuple():
            return tuple(data)
        case None if isinstance(data, bytes):
            return decode_event(data)
        case float() | int() | str() if not isinstance(data, (type(fresh), int, float)):
            raise ValueError(f"{name} cannot be {data!r}")
    if not isinstance(data, _scalars):
        raise ValueError(f"{name} cannot be {data!r}")
    return data


def _kept_whole(data: Any) -> Spread | KeptTurns | AnyEvent:
    """What stands under a name in a state: how step times in a mode are spread, figures of turns, or
    an event."""
    if isinstance(data, bytes):
        return decode_event(data)
    return _spread(*data) if isinstance(data[0], bytes) else KeptTurns.of(data)


def _spread(bins: bytes, counts: bytes, samples: int) -> Spread:
    try:
        return Spread.of(np.frombuffer(bins, "<u4"), np.frombuffer(counts, "<i8"), int(samples))
    except IndexError as error:
        raise ValueError("a bin that is none") from error
