"""A graph break: where a compiler leaves a function to Python, and why, in words for people."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class GraphBreak(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A place at which one compilation broke its graph."""

    where: str
    """File and line, `own.py:27`."""
    times: int = 1
    """How many of the breaks were there: each function that calls such a place breaks too."""
    reason: str = ""


def breaks_text(breaks: Sequence[GraphBreak], count: int) -> str:
    """`41 breaks, most at own.py:27`; `breaks` has the places, the most frequent first."""
    if not count:
        return "no breaks"
    told = "1 break" if count == 1 else f"{count:,} breaks"
    if not breaks:
        return told
    first = breaks[0]
    if first.times == count:
        return f"{told} at {first.where}" if count == 1 else f"{told}, all at {first.where}"
    if first.times > 1 and (len(breaks) == 1 or first.times > breaks[1].times):
        return f"{told}, most at {first.where}"
    return f"{told}, the first at {first.where}"


def graphs_text(
    graphs: int | None,
    count: int | None,
    breaks: Sequence[GraphBreak],
    uncompiled: Sequence[str],
    *,
    why: bool = False,
) -> str:
    """`42 graphs, 41 breaks, most at own.py:27`, with the reason of those if `why`; empty where the
    framework tells of neither."""
    told = [] if graphs is None else ["1 graph" if graphs == 1 else f"{graphs:,} graphs"]
    if count is not None:
        reason = breaks[0].reason.rstrip(".") if why and breaks else ""
        told.append(breaks_text(breaks, count) + (f" ({reason})" if reason else ""))
    if uncompiled:
        told.append(f"runs uncompiled: {', '.join(uncompiled[:3])}")
        if len(uncompiled) > 3:
            told.append(f"{len(uncompiled) - 3} more")
    return ", ".join(told)
