"""What can be written to say where to go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.errors import UsageError
from tui.sources.replay_place import Place, parse_place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("300", Place(step=300)),
        ("12,000", Place(step=12000)),
        ("step 5", Place(step=5)),
        ("12.5s", Place(seconds=12.5)),
        ("2 m", Place(seconds=120.0)),
        ("1:05", Place(seconds=65.0)),
        ("1:05.5", Place(seconds=65.5)),
        ("1:00:01", Place(seconds=3601.0)),
        (" END ", Place(seconds=float("inf"))),
        ("start", Place(seconds=0.0)),
    ],
)
def test_places(text: str, place: Place) -> None:
    assert parse_place(text) == place


@given(st.text(max_size=12))
def test_anything_is_a_place_or_an_error(text: str) -> None:
    try:
        place = parse_place(text)
    except UsageError:
        return
    assert (place.step is None) != (place.seconds is None)
