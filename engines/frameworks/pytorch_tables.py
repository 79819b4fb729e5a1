"""What a PyTorch model asks its embedding tables for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import nn

from engines.frameworks.table_look import TableLook
from engines.workloads.tree import Tree


def entry_beyond(
    model: nn.Module, x: Tree, forward: Callable[[], object]
) -> tuple[int, int] | None:
    """An entry that the forward pass of `x` asks for and is not there, and how many are."""
    tables = [one for one in model.modules() if isinstance(one, nn.Embedding | nn.EmbeddingBag)]
    look = TableLook({id(table): table.num_embeddings for table in tables}, x)

    def see(table: nn.Module, inputs: tuple[Any, ...]) -> None:
        look.see(table, inputs[0].detach().cpu().numpy() if inputs else None)

    hooks = [table.register_forward_pre_hook(see) for table in tables]
    try:
        return look.run(forward)
    finally:
        for hook in hooks:
            hook.remove()
