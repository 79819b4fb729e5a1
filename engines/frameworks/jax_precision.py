"""A Flax NNX model in bfloat16, and which products it makes of which type."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jax
from flax import nnx
from jax import numpy as jnp

from engines.frameworks.products import FLOATS


def compute_in_bfloat16(model: nnx.Module) -> None:
    """Have all layers compute in bfloat16 that were not made for another type."""
    for _, module in nnx.iter_modules(model):
        # A table that was told no type has that of its weights.
        if hasattr(module, "dtype") and (module.dtype is None or isinstance(module, nnx.Embed)):
            module.dtype = jnp.bfloat16


def as_bfloat16(values: Any) -> Any:
    """The same numbers in bfloat16, where they are floats."""

    def cast(value: Any) -> Any:
        floats = jnp.issubdtype(value.dtype, jnp.floating)
        return jnp.asarray(value, jnp.bfloat16) if floats else value

    return jax.tree.map(cast, values)


@contextmanager
def parameters_cast(model: nnx.Module) -> Iterator[None]:
    """All parameters in bfloat16 meanwhile, as Keras has them: also those that no layer holds.

    What trains is float32: gradients go through the cast.
    """
    found = (one for _, one in nnx.iter_graph(model) if isinstance(one, nnx.Param))
    kept = [(one, one.get_value()) for one in found]
    for parameter, value in kept:
        parameter.set_value(as_bfloat16(value))
    try:
        yield
    finally:
        for parameter, value in kept:
            parameter.set_value(value)


def product_types(program: Any) -> list[str]:
    """The types of all products of a jaxpr and of those inside it."""
    types: list[str] = []
    for equation in program.eqns:
        if equation.primitive.name in ("dot_general", "ragged_dot", "conv_general_dilated"):
            operands = [str(one.aval.dtype) for one in equation.invars]
            types += [name for name in FLOATS if name in operands][-1:]
        for inner in jax.tree.leaves(
            list(equation.params.values()), is_leaf=lambda one: hasattr(one, "eqns")
        ):
            if hasattr(inner, "eqns"):
                types += product_types(inner)
    return types
