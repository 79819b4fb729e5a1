"""What a model returned for a batch: one array, or something that has to be named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class NoArray(Exception):
    """A model returned a tuple, a dict, an object; the message is the words for it."""


def shape_of(returned: Any, *, anything: bool = False) -> tuple[int, ...]:
    """The shape of what a model returned; raises `NoArray` where that is no single array.

    Where `anything` will do, as for a loss of the workload's own, the shape is empty then.
    """
    if anything:
        return tuple(getattr(returned, "shape", ()))
    if not hasattr(returned, "dtype") or not hasattr(returned, "shape"):
        raise NoArray(kind_of(returned))
    return tuple(returned.shape)


def kind_of(returned: Any) -> str:
    """`a tuple`, `a dict`, `an object of type Output`, `None`, as a sentence has it."""
    if returned is None:
        return "None"
    name = type(returned).__name__
    if type(returned) in (tuple, list, dict, set, str, bool, float):
        return f"a {name}"
    if isinstance(returned, Mapping):
        return f"a dict of type {name}"
    if isinstance(returned, tuple):
        return f"a tuple of type {name}"
    return f"an object of type {name}"
