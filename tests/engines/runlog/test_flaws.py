"""Events that can be decoded and cannot be true end a log with a word, and never with a traceback."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.errors import RunError
from engines.events import (
    AnyEvent,
    Compiled,
    CompileFailed,
    ModeChanged,
    Phase,
    ScheduleChanged,
    Started,
    encode,
)
from engines.replay.fold import Fold
from engines.replay.goals import AtTime
from engines.run.summary import summarise
from engines.runlog.cursor import LogCursor
from tests.engines.logs import RECORDED
from tests.engines.streams import header, steps

LINES = RECORDED.read_bytes().splitlines(keepends=True)
ODD = st.one_of(
    st.none(),
    st.integers(-(10**30), 10**30),
    st.integers(-3, 3),
    st.floats(),
    st.sampled_from(["", "torch", 1e308, -1e308, [], [0], [1.5, None], {}, True]),
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_value_in_any_field_is_folded_or_named(tmp_path: Path, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(LINES) - 1))
    document: dict[str, Any] = msgspec.json.decode(LINES[number])
    field = data.draw(st.sampled_from(sorted(document)))
    value = data.draw(ODD)
    if isinstance(document[field], list) and document[field] and data.draw(st.booleans()):
        document[field][data.draw(st.integers(0, len(document[field]) - 1))] = value
    else:
        document[field] = value
    log = tmp_path / "a.jsonl"
    changed = msgspec.json.encode(document) + b"\n"
    log.write_bytes(b"".join([*LINES[:number], changed, *LINES[number + 1 : number + 60]]))
    try:
        fold = Fold(LogCursor(log))
    except RunError:
        assert number == 0
        return
    fold.advance(AtTime(math.inf), math.inf)
    if fold.damage is not None:
        assert fold.damage.line == number + 1 or number == 0
        assert fold.damage.reason.startswith(f"line {fold.damage.line} ")
    assert summarise(fold.run, None)["run"]["id"] is not None


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b'"counts":[2]', b'"counts":[3]', "do not agree"),
        (b'"counts":[2]', b'"counts":[2,0]', "not all told"),
        (b'"first":1', b'"first":0', "no step 0"),
        (b'"seconds":[0.002]', b'"seconds":[0.0]', "took no time"),
    ],
)
def test_steps_that_cannot_be(tmp_path: Path, old: bytes, new: bytes, why: str) -> None:
    line = encode(steps("torch", 1, [1.0, 2.0]))
    assert old in line
    log = tmp_path / "a.jsonl"
    log.write_bytes(encode(header("torch")) + line.replace(old, new, 1))
    cursor = LogCursor(log)
    assert cursor.take() is None
    assert cursor.damage is not None
    assert why in cursor.damage.reason


@pytest.mark.parametrize("lanes", [(), ("torch", "torch")])
def test_a_header_without_lanes_of_their_own_is_none(
    tmp_path: Path, lanes: tuple[str, ...]
) -> None:
    log = tmp_path / "a.jsonl"
    log.write_bytes(encode(header(*lanes)))
    with pytest.raises(RunError, match="lane"):
        LogCursor(log)


HARMFUL = "eager\x1b]0;a\x07"


@pytest.mark.parametrize(
    "event",
    [
        Started(lane="torch", at=1.0, pid=1, attempt=1, device="cpu", mode=HARMFUL),
        ModeChanged(lane="torch", at=1.0, mode="eager", previous=HARMFUL, step=1, seconds=0.1),
        CompileFailed(lane="torch", at=1.0, mode=HARMFUL, fallback="eager", step=1, error=""),
        Compiled(lane="torch", at=1.0, mode=HARMFUL, step=1, seconds=0.1),
        Phase(lane="torch", at=1.0, phase=HARMFUL),
        ScheduleChanged(at=1.0, schedule=HARMFUL),
    ],
)
def test_a_name_that_would_command_a_terminal_is_damage(tmp_path: Path, event: AnyEvent) -> None:
    log = tmp_path / "a.jsonl"
    log.write_bytes(encode(header("torch")) + encode(event))
    cursor = LogCursor(log)
    assert cursor.take() is None
    assert cursor.damage is not None
    assert "cannot be shown" in cursor.damage.reason


def test_so_is_one_in_the_header(tmp_path: Path) -> None:
    log = tmp_path / "a.jsonl"
    head = header("torch")
    recipe = msgspec.structs.replace(head.training, precision=HARMFUL)
    log.write_bytes(encode(msgspec.structs.replace(head, recipe=recipe)))
    with pytest.raises(RunError, match="cannot be shown"):
        LogCursor(log)
