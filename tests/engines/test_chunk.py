"""Chunks of steps: what an event says of each, as plain values and as arrays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.chunk import Chunk
from engines.events import Steps
from engines.left_out import LeftOut
from engines.step_arrays import step_arrays


@st.composite
def events(draw: st.DrawFn) -> Steps:
    """An event with steps, as a worker may send it."""
    first, chunks = draw(st.integers(1, 10_000)), []
    at, lane_at = draw(st.floats(0, 100)), draw(st.floats(0, 100))
    for size in draw(st.lists(st.integers(1, 7), min_size=1, max_size=5)):
        seconds = size * draw(st.floats(1e-6, 1))
        at, lane_at = at + seconds + draw(st.floats(0, 1)), lane_at + seconds
        why = draw(st.sampled_from(("", *map(str, LeftOut))))
        begun = chunks[-1].last + 1 if chunks else first
        chunks.append(Chunk(begun, size, seconds, 2 * seconds, at, lane_at, why))
    count = sum(chunk.size for chunk in chunks)
    losses = draw(st.lists(st.none() | st.floats(0, 9), min_size=count, max_size=count))
    return Steps.of("torch", chunks, losses, at)


@given(events())
def test_an_event_is_its_chunks(event: Steps) -> None:
    chunks = list(event.chunks())
    assert Steps.of(event.lane, chunks, event.losses, event.at) == event
    assert (chunks[0].first, chunks[-1].last) == (event.first, event.last)
    assert event.last == event.first + len(event.losses) - 1


@given(st.lists(events(), min_size=1, max_size=4))
def test_arrays_tell_the_same_as_chunks_to_the_last_bit(told: list[Steps]) -> None:
    arrays = step_arrays(told)
    chunks = [chunk for event in told for chunk in event.chunks()]
    steps = [(chunk, step) for chunk in chunks for step in range(chunk.first, chunk.last + 1)]
    assert arrays.steps.tolist() == [step for _, step in steps]
    assert arrays.wall_at.tolist() == [chunk.wall_at(step) for chunk, step in steps]
    assert arrays.lane_at.tolist() == [chunk.lane_at(step) for chunk, step in steps]
    np.testing.assert_array_equal(
        arrays.losses, [np.nan if loss is None else loss for event in told for loss in event.losses]
    )
    assert arrays.lasts.tolist() == [chunk.last for chunk in chunks]
    assert arrays.step_seconds.tolist() == [chunk.step_seconds for chunk in chunks]
    assert arrays.clean.tolist() == [not chunk.left_out for chunk in chunks]
    assert arrays.of_each_step(arrays.lasts).tolist() == [chunk.last for chunk, _ in steps]


def test_a_chunk_that_is_cut_is_no_sample_and_ends_with_its_last_step() -> None:
    whole = Chunk(11, 4, seconds=0.4, cpu_seconds=0.8, end=5.0, lane_end=3.0)
    part = whole.cut(3)
    assert (part.first, part.last, part.left_out) == (11, 13, LeftOut.SHOWN_IN_PART)
    assert part.seconds == pytest.approx(0.3)
    assert part.cpu_seconds == pytest.approx(0.6)
    assert part.end == pytest.approx(whole.wall_at(13))
    assert part.lane_end == pytest.approx(whole.lane_at(13))
    assert whole.cut(4) == whole
    assert whole._replace(left_out="turn").cut(1).left_out == LeftOut.TURN
