"""What of a decoded line is known and what is not, at any depth; not asked of lines that decode at once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from msgspec import inspect


def known_part(document: Any, kind: type) -> tuple[Any, list[str]]:
    """What of a decoded JSON document such a struct has, and where the rest stood.

    A place is the names on the way there, `recipe.lanes.colour`, once for each time that it was met.
    """
    unknown: list[str] = []
    return _known(document, _type(kind), "", unknown), unknown


@lru_cache
def _type(kind: type) -> inspect.Type:
    return inspect.type_info(kind)


def _known(value: Any, kind: inspect.Type, place: str, unknown: list[str]) -> Any:
    match kind:
        case inspect.StructType() if isinstance(value, dict):
            return _of_struct(value, kind, place, unknown)
        case inspect.DictType(value_type=each) if isinstance(value, dict):
            return {name: _known(one, each, place, unknown) for name, one in value.items()}
        case inspect.VarTupleType(item_type=each) | inspect.ListType(item_type=each) if isinstance(
            value, list
        ):
            return [_known(one, each, place, unknown) for one in value]
        case inspect.UnionType(types=types) if isinstance(value, dict | list):
            # In events, null or one other.
            for one in types:
                value = _known(value, one, place, unknown)
    return value


def _of_struct(
    value: dict[str, Any], kind: inspect.StructType, place: str, unknown: list[str]
) -> dict[str, Any]:
    fields = {field.encode_name: field.type for field in kind.fields}
    known = {}
    for name, one in value.items():
        there = f"{place}.{name}" if place else name
        if name in fields:
            known[name] = _known(one, fields[name], there, unknown)
        elif name == kind.tag_field:
            known[name] = one
        else:
            unknown.append(there)
    return known
