"""Sees which entries a model asks its embedding tables for, before it trains.

An entry that a table does not have ends PyTorch ("index out of range in self"; on a GPU for good); on a
GPU Keras takes zeros for it, and JAX goes on with NaN or another entry. Each framework's `*_tables` file
says what its tables are and runs the model forward, no farther than to the last of them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from engines.workloads.tree import Tree, leaves


class SeenAll(Exception):
    """Nothing more is to be seen: the forward pass ends here."""


class TableLook:
    """Told what each table is asked for; ends the forward pass when it knows enough."""

    def __init__(self, tables: Mapping[int, int], x: Tree) -> None:
        """`tables`: identity -> entries. Those that have one for every number in `x` are passed over."""
        numbers = [one for one in leaves(x) if one.dtype.kind in "iu"] or leaves(x)
        highest = max(int(np.max(one)) for one in numbers)
        lowest = min(int(np.min(one)) for one in numbers)
        self._open = {one: size for one, size in tables.items() if lowest < 0 or highest >= size}
        self._beyond: tuple[int, int] | None = None

    def run(self, forward: Callable[[], object]) -> tuple[int, int] | None:
        """An entry that was asked for and is not there, and how many are; None if there is no such.

        Most often no table could be exceeded, and nothing is run.
        """
        if self._open:
            with contextlib.suppress(Exception):  # `SeenAll` as the framework hands it on; the
                forward()  # model's own errors are met again where they are told
        return self._beyond

    def see(self, table: object, asked: Any) -> None:
        """A table is about to be asked for these entries, None where they are not known."""
        entries = self._open.pop(id(table), None)
        if entries is not None and asked is not None and np.size(asked):
            for entry in (int(np.max(asked)), int(np.min(asked))):
                if not 0 <= entry < entries and self._beyond is None:
                    self._beyond = (entry, entries)
        if self._beyond or not self._open:
            raise SeenAll
