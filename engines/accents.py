"""Which colour of the palette a lane has: its framework's, on every screen and in every report."""

from __future__ import annotations

from collections.abc import Mapping

from engines.framework_names import ENGINES

COLOURS = 7
"""Colours of a palette; with more lanes some share theirs, and letters and dashes tell them apart."""
OF_FRAMEWORK = {framework: number for number, framework in enumerate(ENGINES)}


def accents(frameworks: Mapping[str, str]) -> dict[str, int]:
    """Lane -> the number of its colour; the second lane of a framework takes the next spare one.

    Args:
        frameworks: Lane -> its framework, in the order of the lanes.
    """
    chosen: dict[str, int] = {}
    for lane, framework in frameworks.items():
        own = OF_FRAMEWORK.get(framework)
        if own is not None and own not in chosen.values():
            chosen[lane] = own
    spare = [number for number in range(COLOURS) if number not in OF_FRAMEWORK.values()]
    spare += [number for number in OF_FRAMEWORK.values() if number not in chosen.values()]
    others = [lane for lane in frameworks if lane not in chosen]
    for number, lane in enumerate(others):
        chosen[lane] = spare[number % len(spare)]
    return {lane: chosen[lane] for lane in frameworks}
