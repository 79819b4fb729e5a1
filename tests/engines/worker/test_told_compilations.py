"""A compilation that ran together with steps is told apart from them by a clean step, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from engines.events import Compiled, decode_event
from engines.frameworks.engine import Compilation
from engines.worker.event_writer import EventWriter
from engines.worker.mode_changes import ModeChanges
from engines.worker.told_compilations import PATIENCE, ToldCompilations

MIXED = Compilation(seconds=3.0, trace_seconds=1.0, seconds_with_steps=2.0)


class Told:
    """What is said through a pipe."""

    def __init__(self) -> None:
        self._read, write = os.pipe()
        os.set_blocking(self._read, False)
        writer = EventWriter(write, "keras", 0.0)
        modes = ModeChanges(None, "graph", "keras", writer, lambda _: None)  # type: ignore[arg-type]
        self.compilations = ToldCompilations(writer, modes)
        self._write = write

    def events(self) -> list[Compiled]:
        try:
            lines = os.read(self._read, 1 << 16).splitlines()
        except BlockingIOError:
            return []
        return [event for event in map(decode_event, lines) if isinstance(event, Compiled)]

    def close(self) -> None:
        os.close(self._read)
        os.close(self._write)


@pytest.fixture
def told() -> Iterator[Told]:
    made = Told()
    yield made
    made.close()


def test_parts_that_the_framework_tells_are_said_at_once(told: Told) -> None:
    told.compilations.add(Compilation(seconds=3.0, trace_seconds=1.0, backend_seconds=2.0), 1, 1)
    (event,) = told.events()
    assert (event.seconds, event.backend_seconds) == (3.0, 2.0)


def test_what_the_lane_did_comes_before_what_the_framework_says_of_it(told: Told) -> None:
    told.compilations.add(Compilation(seconds=3.0, reason="another backend"), 1, 1)
    told.compilations.add(Compilation(seconds=3.0, reason="x has another size"), 1, 2)
    told.compilations.add(Compilation(seconds=3.0), 1, 3)
    assert [event.reason for event in told.events()] == [
        "first use of graph",
        "x has another size",
        "new shapes or types",
    ]


def test_a_first_use_that_compiled_nothing_is_no_reason_later(told: Told) -> None:
    told.compilations.trained(0.5, 1, clean=False)
    told.compilations.add(Compilation(seconds=3.0, reason="x has another size"), 1, 2)
    assert [event.reason for event in told.events()] == ["x has another size"]


def test_the_backend_holds_no_step(told: Told) -> None:
    told.compilations.add(MIXED, 1, 1)
    assert told.events() == []
    told.compilations.trained(5.0, 10, clean=True)
    (event,) = told.events()
    assert (event.step, event.mode, event.reason) == (1, "graph", "first use of graph")
    assert event.backend_seconds == pytest.approx(1.5)
    assert event.seconds == pytest.approx(2.5)
    assert event.trace_seconds == 1.0
    told.compilations.trained(5.0, 10, clean=True)
    assert told.events() == []


def test_all_steps_of_the_chunk_are_taken_off(told: Told) -> None:
    told.compilations.add(MIXED, 4, 8)
    told.compilations.trained(0.25, 1, clean=True)
    (event,) = told.events()
    assert event.backend_seconds == pytest.approx(1.0)


def test_without_a_clean_step_the_backend_is_not_known(told: Told) -> None:
    told.compilations.add(MIXED, 1, 1)
    for _ in range(PATIENCE):
        told.compilations.trained(0.5, 1, clean=False)
    (event,) = told.events()
    assert event.backend_seconds is None
    assert event.seconds == 3.0


def test_what_waits_is_said_before_another_and_at_the_end(told: Told) -> None:
    told.compilations.add(MIXED, 1, 1)
    told.compilations.add(MIXED, 1, 2)
    told.compilations.end_waiting()
    assert [(event.step, event.backend_seconds) for event in told.events()] == [
        (1, None),
        (2, None),
    ]
