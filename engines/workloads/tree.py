"""Inputs as models take them: one array, or several in a tuple, a list or a dict, also nested."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

Tree = Any
"""An array, or a tuple, list or dict of trees."""


def mapped(function: Callable[..., Any], tree: Tree, *others: Tree) -> Tree:
    """The same tree of what `function` makes of each array, and of those in its place in `others`."""
    if isinstance(tree, Mapping):
        return {
            key: mapped(function, part, *(other[key] for other in others))
            for key, part in tree.items()
        }
    if isinstance(tree, tuple | list):
        parts = (mapped(function, *each) for each in zip(tree, *others, strict=True))
        return list(parts) if isinstance(tree, list) else tuple(parts)
    return function(tree, *others)


def named(tree: Tree, name: str) -> Iterator[tuple[str, Any]]:
    """What stands at each place, with its name in Python: `x`, `x['a']`, `x[0]`."""
    if isinstance(tree, Mapping):
        for key, part in tree.items():
            yield from named(part, f"{name}[{key!r}]")
    elif isinstance(tree, tuple | list):
        for at, part in enumerate(tree):
            yield from named(part, f"{name}[{at}]")
    else:
        yield name, tree


def leaves(tree: Tree) -> list[Any]:
    """What stands at each place."""
    return [leaf for _, leaf in named(tree, "")]


def several(tree: Tree) -> bool:
    """Whether it is a container of arrays; a list of numbers is none."""
    kinds = (Mapping, tuple, list)
    return isinstance(tree, kinds) and any(isinstance(one, np.ndarray) for one in leaves(tree))


def length(tree: Tree) -> int:
    """How many examples it holds, by its first array."""
    return len(leaves(tree)[0])


def labels_of(y: Tree) -> tuple[Any, Any]:
    """The labels of a batch and their weights, None where there are none."""
    return y if isinstance(y, tuple) else (y, None)


def signature(tree: Tree) -> tuple[Any, ...]:
    """What two batches must have in common for one program: places, shapes and types."""
    if not isinstance(tree, Mapping | tuple | list):
        return (tree.shape, tree.dtype)
    return tuple((place, leaf.shape, leaf.dtype) for place, leaf in named(tree, ""))
