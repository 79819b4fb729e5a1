"""Data as every framework takes it: whole in memory, in the machine's byte order, labels of one type.

NumPy hands out views for nothing: reversed, transposed, broadcast, of read-only memory. PyTorch takes no
negative strides and warns of read-only memory.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.errors import UsageError
from engines.workloads.tree import mapped, named, several
from engines.workloads.workload import OWN_LOSS, SPLITS, WEIGHTS, Array, Data

INT32 = np.iinfo(np.int32)


def in_order(data: Data, loss: str) -> Data:
    """The same numbers as every framework takes them; raises `UsageError` for labels beyond int32."""
    made = {name: getattr(data, name) for name in (*SPLITS, *WEIGHTS)}
    return Data(**{name: _split(array, name, loss) for name, array in made.items()})


def _split(array: Any, name: str, loss: str) -> Any:
    if name[0] == "x" and several(array):
        parts = {place: _split(part, place, loss) for place, part in named(array, name)}
        places = iter(parts.values())
        return mapped(lambda _: next(places), array)
    if not isinstance(array, np.ndarray):
        return array  # refused elsewhere, with its type
    if name[0] in "xw" or loss == OWN_LOSS:
        array = _numbers(array, name)
    if name[0] == "y" and loss == "cross_entropy":
        array = _labels(array, name)
    return _plain(array)


def _labels(labels: Array, name: str) -> Array:
    """Class numbers as int32, whatever integers they came as."""
    if labels.dtype.kind not in "iub" or labels.dtype == np.int32:
        return labels
    if labels.size and (labels.max() > INT32.max or labels.min() < INT32.min):
        beyond = labels.max() if labels.max() > INT32.max else labels.min()
        raise UsageError(
            f"{name} holds {beyond}: labels are class numbers from 0 on, of {INT32.max} at most."
        )
    return labels.astype(np.int32)


def _numbers(array: Array, name: str) -> Array:
    """Floats as float32 and integers as int32, whatever they came as: JAX has no others by default."""
    if array.dtype.kind == "f" and array.dtype != np.float32:
        with np.errstate(over="ignore"):  # what becomes infinite is refused elsewhere
            return array.astype(np.float32)
    if array.dtype.kind not in "iu" or array.dtype == np.int32:
        return array
    if array.size and (array.max() > INT32.max or array.min() < INT32.min):
        beyond = array.max() if array.max() > INT32.max else array.min()
        raise UsageError(f"{name} holds {beyond}, beyond int32, which is what all frameworks have.")
    return array.astype(np.int32)


def _plain(array: Array) -> Array:
    """The array itself where it is plain already: a memory map stays one."""
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    if isinstance(array, np.memmap) and array.flags.c_contiguous:
        return array
    return np.require(array, requirements=["C", "A", "W"])
