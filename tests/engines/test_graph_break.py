"""Graph breaks in one line: how many, and where most of them are."""

from __future__ import annotations

from engines.graph_break import GraphBreak, breaks_text, graphs_text


def test_most_breaks_are_said_to_be_where_most_are() -> None:
    most = (GraphBreak(where="own.py:27", times=40), GraphBreak(where="own.py:9"))
    assert breaks_text(most, 41) == "41 breaks, most at own.py:27"
    assert breaks_text((GraphBreak(where="own.py:27"),), 1) == "1 break at own.py:27"
    assert breaks_text((GraphBreak(where="own.py:27", times=2),), 2) == "2 breaks, all at own.py:27"
    assert breaks_text((), 0) == "no breaks"


def test_no_place_has_most_where_each_has_as_many() -> None:
    each = tuple(GraphBreak(where=f"own.py:{line}") for line in range(1, 9))
    assert breaks_text(each, 8) == "8 breaks, the first at own.py:1"


def test_graphs_and_what_is_left_uncompiled_are_told_with_them() -> None:
    one = (GraphBreak(where="own.py:27"),)
    assert graphs_text(1, 0, (), ()) == "1 graph, no breaks"
    assert graphs_text(1, 1, one, ("forward (own.py:26)",)) == (
        "1 graph, 1 break at own.py:27, runs uncompiled: forward (own.py:26)"
    )
    assert graphs_text(None, None, (), ()) == ""
