"""A verdict: what is right is data, and whatever else comes is wrong in words."""

from __future__ import annotations

import math
from typing import Any

import pytest

from engines.demos.verdict import Verdict


@pytest.mark.parametrize(
    ("verdict", "result", "wrong"),
    [
        (Verdict(equals=12.0), 12.0, False),
        (Verdict(equals=12.0), 12.00001, False),
        (Verdict(equals=12.0), 14.0, True),
        (Verdict(equals=12.0), math.nan, True),
        (Verdict(equals=12.0), None, True),
        (Verdict(equals=1e-10, tolerance=1e-14), 0.0, True),
        (Verdict(equals=[2, 4]), [2, 4], False),
        (Verdict(equals=[2, 4]), [2, 4, 4], True),
        (Verdict(equals=True), 1, False),
        (Verdict(equals=True), False, True),
        (Verdict(finite=True), [1.0, [2.0]], False),
        (Verdict(finite=True), [1.0, math.inf], True),
        (Verdict(finite=True), [], True),
    ],
)
def test_a_result_is_compared_with_what_is_right(
    verdict: Verdict, result: Any, wrong: bool
) -> None:
    assert bool(verdict.wrong(result, [], 0, 0)) == wrong


def test_prints_stops_and_compilations_are_counted() -> None:
    assert not Verdict(printed=("1", "2")).wrong(None, ["x 1", "x 2"], 0, 0)
    assert Verdict(printed=("1", "2")).wrong(None, ["x 1"], 0, 0)
    assert Verdict(printed=("1", "2")).wrong(None, ["x 2", "x 1"], 0, 0)
    assert not Verdict(stops=3).wrong(None, [], 3, 0)
    assert Verdict(stops=3).wrong(None, [], 1, 0)
    assert Verdict(compilations_at_most=2).wrong(None, [], 0, 3)
