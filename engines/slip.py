"""Slips of the pen: what was meant by a word that is one letter away from another.

Similarity would offer far-off words too, such as `chars-gpt:tiny` for `chars-gpt:huge`: whoever meant
another thing is not helped by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PARTS = re.compile(r"[^\w]+|_+")
LONG = 6
"""From so many letters on, a word may have two slips."""


def meant(given: str, known: Iterable[str]) -> str | None:
    """The known word that `given` is a slip of, the nearest first; None where there is no such."""
    found = [(slips, word) for word in known if (slips := _slips(given, word)) is not None]
    return min(found, key=lambda one: one[0])[1] if found else None


def _slips(given: str, word: str) -> int | None:
    """How many slips make `given` of `word`, part by part; None where it is no slip."""
    one, other = ([part for part in _PARTS.split(text.lower()) if part] for text in (given, word))
    if one and "".join(one) == "".join(other):
        return 0
    if len(one) != len(other):
        return None
    total = 0
    for mine, right in zip(one, other, strict=True):
        slips = _distance(mine, right)
        begins = mine[:1] == right[:1] or mine[:2] == right[:2][::-1]
        if slips > (2 if len(right) >= LONG else 1) or (slips and not begins):
            return None
        total += slips
    return total if one else None


def _distance(one: str, other: str) -> int:
    """Letters wrong, missing, too many or exchanged with their neighbour (Damerau 1964)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        before, last, row = row, before, [n]
        for m, right in enumerate(other, 1):
            best = min(row[-1] + 1, before[m] + 1, before[m - 1] + (letter != right))
            if n > 1 and m > 1 and letter == other[m - 2] and one[n - 2] == right:
                best = min(best, last[m - 2] + 1)
            row.append(best)
    return row[-1]
