"""Whether what a version returned is the known right answer."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import msgspec


class Verdict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The right answer as data; what is not given is not asked."""

    equals: Any = None
    """Numbers, texts and lists of them, as the version is to return them."""
    tolerance: float = 1e-5
    """How far a number may be off, relative to 1 or to itself if that is more."""
    finite: bool = False
    """Whether every number that is returned has to be finite, and one at least has to be."""
    printed: tuple[str, ...] | None = None
    """The lines that are to be printed, each with this in it."""
    stops: int | None = None
    """How often the debugger is to stop, at concrete values."""
    compilations_at_most: int | None = None

    def wrong(self, result: Any, printed: list[str], stops: int, compilations: int) -> str:
        """What is not as it should be, in words; empty if all is."""
        if self.equals is not None and not _same(result, self.equals, self.tolerance):
            return f"it returned {shown(result)}, right is {shown(self.equals)}"
        if self.finite and not _finite(result):
            return f"it returned {shown(result)}, which is not all finite"
        if self.printed is not None and not _said(printed, self.printed):
            return f"it printed {shown(printed)}, right is {shown(list(self.printed))}"
        if self.stops is not None and stops != self.stops:
            return f"the debugger stopped {stops} times at concrete values, right is {self.stops}"
        most = self.compilations_at_most
        if most is not None and compilations > most:
            return f"it was compiled {compilations} times, right is {most} at most"
        return ""


def shown(value: Any) -> str:
    """A value in one short line."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(shown, value))}]"
    return repr(value)


def _same(one: Any, other: Any, tolerance: float) -> bool:
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(
            _same(a, b, tolerance) for a, b in zip(one, other, strict=True)
        )
    if isinstance(one, bool) or isinstance(other, bool | str):
        return bool(one == other)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= tolerance * max(1.0, abs(other))
    return False


def _finite(result: Any) -> bool:
    numbers = list(_numbers(result))
    return bool(numbers) and all(map(math.isfinite, numbers))


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, int | float):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _numbers(each)


def _said(printed: list[str], right: tuple[str, ...]) -> bool:
    return len(printed) == len(right) and all(
        want in line for line, want in zip(printed, right, strict=True)
    )
