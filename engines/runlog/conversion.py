"""Logs of older schemas, converted on reading: the one place that knows how they were.

Schema 1 (fwdash 0.1.0): the header held most of the recipe's fields itself. When a lane was evaluated and
which changes of mode were planned stood only in the command line, from which they are taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec

from engines.events import SCHEMA
from engines.recipe import LaneSpec, Recipe, Settings

OF_RECIPE = (*(set(Recipe.__struct_fields__) - {"evaluate_every", "changes"}),)
"""Fields of the recipe that stood in the header of schema 1."""


def of_today(document: dict[str, Any]) -> dict[str, Any]:
    """The header of a log of any schema up to ours, as a header of our schema.

    Raises `msgspec.ValidationError` for one whose lanes or command are none.
    """
    if document.get("schema", 1) == 1 and "lanes" in document:
        return _from_schema_1(document)
    return document


def _from_schema_1(old: dict[str, Any]) -> dict[str, Any]:
    recipe = {name: old[name] for name in OF_RECIPE if name in old}
    command = msgspec.convert(old.get("command") or (), tuple[str, ...])
    recipe["evaluate_every"] = _evaluate_every(command)
    recipe["changes"] = _changes(command, msgspec.convert(old["lanes"], tuple[LaneSpec, ...]))
    kept = {name: value for name, value in old.items() if name not in OF_RECIPE}
    return {**kept, "schema": SCHEMA, "recipe": recipe}


def _evaluate_every(command: Sequence[str]) -> int:
    given = _values(command, "--evaluate-every")
    return int(given[-1]) if given and given[-1].isdecimal() else Settings().evaluate_every


def _changes(command: Sequence[str], lanes: Sequence[LaneSpec]) -> list[dict[str, Any]]:
    """`STEP:LANE=MODE` for a lane by its id, or for all of a framework."""
    planned = [re.fullmatch(r"(\d+):([^=]+)=(.+)", text) for text in _values(command, "--change")]
    return [
        {"lane": lane.id, "step": int(match[1]), "mode": match[3]}
        for match in planned
        for lane in lanes
        if match and match[2] in (lane.id, lane.framework)
    ]


def _values(command: Sequence[str], flag: str) -> list[str]:
    """What was given with a flag, as two words or as one with `=`."""
    words = [word.removeprefix(f"{flag}=") for word in command if word.startswith(f"{flag}=")]
    return words + [value for word, value in pairwise(command) if word == flag]
