"""Which products a traced Keras model makes, and of which type."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from engines.frameworks.products import FLOATS

BEGINNINGS = ("MatMul", "BatchMatMul", "Einsum", "Conv", "DepthwiseConv", "CudnnRNN")
"""How the names of operations that multiply matrices begin."""


def product_types(program: Any) -> list[str]:
    """The types of all products of a concrete function and of those that it calls."""
    definition = program.graph.as_graph_def()
    nodes = [*definition.node, *(n for one in definition.library.function for n in one.node_def)]
    types = [
        tf.as_dtype(node.attr["T"].type).name
        for node in nodes
        if node.op.startswith(BEGINNINGS) and node.attr["T"].type
    ]
    return [name for name in types if name in FLOATS]
