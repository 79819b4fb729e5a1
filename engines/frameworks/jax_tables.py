"""What a Flax NNX model asks its embedding tables for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import numpy as np
from flax import nnx

from engines.frameworks.table_look import TableLook
from engines.workloads.tree import Tree


def entry_beyond(
    model: nnx.Module, x: Tree, forward: Callable[[], object]
) -> tuple[int, int] | None:
    """An entry that the forward pass of `x` asks for and is not there, and how many are.

    `x` stays a NumPy array, so that what stands before a table compiles as little as can be.
    """
    tables = [one for _, one in nnx.iter_modules(model) if isinstance(one, nnx.Embed)]
    look = TableLook({id(table): table.num_embeddings for table in tables}, x)
    call = nnx.Embed.__call__

    def see(table: nnx.Embed, inputs: Any, *rest: Any, **named: Any) -> Any:
        look.see(table, None if isinstance(inputs, jax.core.Tracer) else np.asarray(inputs))
        return call(table, inputs, *rest, **named)

    nnx.Embed.__call__ = see
    try:
        return look.run(forward)
    finally:
        nnx.Embed.__call__ = call
