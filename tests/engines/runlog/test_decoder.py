"""Lines become events in one place: what is unknown is passed over, what is shown is safe."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect
from msgspec.structs import replace

from engines.errors import RunError
from engines.events import AnyEvent, Compiled, Crashed, Logged, Marked, Phase, encode
from engines.graph_break import GraphBreak
from engines.one_process import this_process
from engines.recipe import LaneSpec, PlannedChange
from engines.run.read import read_run
from engines.runlog.cursor import LogCursor
from engines.runlog.decoder import BadLine, event_in
from engines.runlog.end import read_end
from engines.runlog.growing import GrowingLog
from engines.runlog.lines import LONGEST, LineBuffer
from engines.runlog.listing import describe
from engines.runlog.passed_over import PassedOver
from engines.runlog.reader import LogReader
from engines.runlog.safe_event import safe_event
from engines.study.plan import CellSpec
from tests.engines.logs import RECORDED
from tests.engines.streams import header, steps

NEWER = b'{"event":"weights","lane":"torch","at":1.0,"schema":"x","layers":[{"a":1}]}\n'
WIDER = encode(Phase(lane="torch", at=1.0, phase="training")).replace(b"{", b'{"colour":"a:b",', 1)
KNOWN = [
    steps("torch", 1, [2.0, 1.0]),
    Phase(lane="torch", at=2.0, phase="finished", detail='a "b": c'),
]
SENTENCE = "2 events and 1 field of a newer fwdash were passed over: weights, phase.colour."


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A log with events that are not known at all places."""
    path = tmp_path / "newer.fwdash.jsonl"
    first, second = map(encode, KNOWN)
    path.write_bytes(encode(header("torch")) + NEWER + WIDER + first + second + NEWER)
    return path


def test_what_is_not_known_is_counted_and_passed_over(newer: Path) -> None:
    reader = LogReader(newer)
    events = list(reader.events())
    assert events == [header("torch"), Phase(lane="torch", at=1.0, phase="training"), *KNOWN]
    assert reader.damage is None
    assert reader.passed.sentence == SENTENCE
    assert read_run(newer).lanes["torch"].phase == "finished"


def test_who_follows_a_log_passes_over_the_same(newer: Path) -> None:
    log = GrowingLog(newer)
    assert log.read()[1:] == KNOWN
    assert (log.broken, log.passed.sentence) == ("", SENTENCE)
    log.close()


def test_it_is_no_damage_at_the_end_of_a_log(newer: Path) -> None:
    end = read_end(newer, newer.stat().st_size)
    assert (end.damaged, end.status("torch"), end.at) == (False, "finished", 2.0)
    listed = describe(newer)
    assert listed is not None
    assert not listed.damaged


def test_places_of_events_are_their_own_and_nothing_is_counted_twice(newer: Path) -> None:
    cursor = LogCursor(newer)
    for _ in range(2):
        found = []
        while (event := cursor.take()) is not None:
            assert cursor.event_at(cursor.before) == event
            found.append(event)
        assert found[1:] == KNOWN
        assert cursor.line == 6
        assert cursor.offset == cursor.size
        cursor.go_to(cursor.begin, 1)
    assert cursor.passed.sentence == SENTENCE
    with pytest.raises(ValueError, match="known"):
        cursor.event_at(cursor.begin)


BROKEN = Compiled(
    lane="torch",
    at=1.0,
    mode="compile",
    step=1,
    seconds=2.0,
    broken_at=(GraphBreak(where="own.py:3"), GraphBreak(where="own.py:9", times=2)),
)


def test_fields_of_structs_within_an_event_are_counted_with_their_place() -> None:
    passed = PassedOver()
    line = encode(BROKEN).replace(b'{"where":', b'{"colour":{"event":[1]},"where":')
    assert event_in(line, passed) == BROKEN
    assert passed.fields == {"compiled.broken_at.colour": 2}


def test_fields_of_structs_within_a_header_are_counted_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "newer.fwdash.jsonl"
    head = replace(header("torch", "jax"), writer=this_process())
    wider = encode(head)
    for name, at in ((b"recipe", b'"recipe":{'), (b"lane", b'{"id":'), (b"writer", b'"writer":{')):
        brace = at.index(b"{") + 1
        assert at in wider
        wider = wider.replace(at, at[:brace] + b'"new_%s":1,' % name + at[brace:])
    path.write_bytes(wider + encode(KNOWN[0]))
    log = LogCursor(path)
    assert log.header == head
    assert log.passed.fields == {
        "header.recipe.new_recipe": 1,
        "header.recipe.lanes.new_lane": 2,
        "header.writer.new_writer": 1,
    }


def test_no_struct_that_an_event_holds_swallows_fields_that_it_does_not_know() -> None:
    """Msgspec passes them over without a word unless it is told not to."""
    seen: set[type] = set()

    def look(kind: inspect.Type) -> None:
        if isinstance(kind, inspect.StructType) and kind.cls not in seen:
            seen.add(kind.cls)
            assert kind.forbid_unknown_fields, kind.cls
            for field in kind.fields:
                look(field.type)
        for of in ("types", "item_types"):
            for each in getattr(kind, of, ()):
                look(each)
        for of in ("item_type", "value_type"):
            if hasattr(kind, of):
                look(getattr(kind, of))

    look(inspect.type_info(AnyEvent))
    assert {GraphBreak, LaneSpec, PlannedChange, CellSpec} < seen


@pytest.mark.parametrize(
    "line",
    [b"{}", b'{"event":1}', b'{"event":"weights"', b'{"event":"phase","at":1.0}', b"[]", b"\xff"],
)
def test_what_is_no_event_or_lacks_a_field_is_damage(line: bytes) -> None:
    passed = PassedOver()
    with pytest.raises(BadLine):
        event_in(line, passed)
    assert not passed


def test_a_line_that_does_not_end_is_damage() -> None:
    with pytest.raises(BadLine, match="does not end"):
        event_in(b" " * LONGEST, PassedOver())


def test_in_a_log_of_today_nothing_is_unknown() -> None:
    reader = LogReader(RECORDED)
    list(reader.events())
    assert reader.passed.sentence == ""


def test_names_without_end_are_counted_in_bounds() -> None:
    passed = PassedOver()
    for number in range(1000):
        passed.event(f"\x1b{number:0100}")
    assert len(passed.events) <= 101
    assert passed.events.total() == 1000
    assert passed.sentence.isprintable()
    assert len(passed.sentence) < 500


@given(st.text(), st.sampled_from(["reason", "output", "mark"]))
def test_who_reads_a_log_gets_the_texts_that_were_shown_live(text: str, where: str) -> None:
    event: AnyEvent = {
        "reason": Crashed(lane="torch", at=1.0, reason=text, last_lines=(text, text)),
        "output": Logged(lane="torch", at=1.0, line=text),
        "mark": Marked(at=1.0, text=text),
    }[where]
    read = event_in(encode(event), PassedOver())
    assert read == safe_event(event)
    assert safe_event(safe_event(event)) == read
    for line in msgspec.json.decode(encode(read)).get("last_lines", [getattr(read, "line", "")]):
        assert all(
            one.isprintable() or one == "\n" or unicodedata.category(one) == "Zs" for one in line
        )
        assert not {"\x1b", "\r", "\u202e", "\x7f"} & set(line)


def test_colours_of_output_are_left_out_and_marks_of_direction_written_out() -> None:
    line = "\x1b[31mred\x1b[0m\tcell\u3000a\u202eb\x07  \r"
    read = event_in(encode(Logged(lane="jax", at=1.0, line=line)), PassedOver())
    assert read == Logged(lane="jax", at=1.0, line="red cell\u3000a\\u202eb")


def test_a_header_is_read_safe_and_the_file_stays_as_it_is(tmp_path: Path) -> None:
    head = msgspec.structs.replace(
        header("torch", workload="a\x1bb"), command=("a\nb",), host={"c\x07": ["\x9b"]}
    )
    path = tmp_path / "a.jsonl"
    path.write_bytes(encode(head))
    read = LogCursor(path).header
    assert (read.training.workload, read.command) == (r"a\x1bb", (r"a\nb",))
    assert read.host == {r"c\x07": [r"\x9b"]}
    assert path.read_bytes() == encode(head)


def test_a_log_that_begins_with_another_event_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    for first in (encode(KNOWN[0]), NEWER):
        path.write_bytes(first)
        with pytest.raises(RunError, match="is no run log"):
            LogCursor(path)


def test_a_line_in_a_thousand_pieces_is_one() -> None:
    buffer = LineBuffer()
    for _ in range(1000):
        assert buffer.lines(b"ab") == []
    assert buffer.begun == 2000
    assert buffer.lines(b"\nc\nd") == [b"ab" * 1000, b"c"]
    assert buffer.rest() == [b"d"]
