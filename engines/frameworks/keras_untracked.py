"""Variables that a Keras model's layers hold and that Keras does not count among the model's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import keras


def untracked(model: Any) -> list[Any]:
    """Those that stand in a layer's attributes, as the state of a `stateful` RNN does."""
    known = {id(one) for one in model.variables}
    found: dict[int, Any] = {}
    for layer in model._flatten_layers():
        for value in list(vars(layer).values()):
            found |= {id(one): one for one in _variables(value) if id(one) not in known}
    return list(found.values())


def _variables(value: Any) -> Iterator[Any]:
    """Of a value that is one, or holds some in lists and tuples."""
    if isinstance(value, keras.Variable):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _variables(part)
