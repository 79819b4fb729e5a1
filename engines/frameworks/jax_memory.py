"""The state of a JAX model in buffers of their own: a step that is given a buffer twice is refused."""

from __future__ import annotations

from typing import Any

import jax
from jax import numpy as jnp


def own_buffers(state: Any) -> Any:
    """The same state, in which an array that stands at two places is two arrays.

    A variable that is tied, one object, stands in a state once.
    """
    seen: set[int] = set()

    def own(leaf: Any) -> Any:
        if not isinstance(leaf, jax.Array):
            return leaf
        buffer = _buffer(leaf)
        if buffer in seen:
            leaf = jnp.array(leaf)
        seen.add(_buffer(leaf))
        return leaf

    return jax.tree.map(own, state)


def _buffer(array: jax.Array) -> int:
    """Where the array lies; for one that lies nowhere by itself (keys, shards), which object it is."""
    try:
        return int(array.unsafe_buffer_pointer())
    except (AttributeError, ValueError, RuntimeError, NotImplementedError):
        return id(array)
