"""Data as every framework takes it: whole in memory, in the machine's byte order, labels of one type.

NumPy hands out views for nothing: reversed, transposed, broadcast, of read-only memory. PyTorch takes no
negative strides and warns of read-only memory.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.errors import UsageError
from engines.workloads.workload import SPLITS, Array, Data

INT32 = np.iinfo(np.int32)


def in_order(data: Data, loss: str) -> Data:
    """The same numbers as every framework takes them; raises `UsageError` for labels beyond int32."""
    return Data(**{name: _split(getattr(data, name), name, loss) for name in SPLITS})


def _split(array: Any, name: str, loss: str) -> Any:
    if not isinstance(array, np.ndarray):
        return array  # refused elsewhere, with its type
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


def _plain(array: Array) -> Array:
    """The array itself where it is plain already: a memory map stays one."""
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    if isinstance(array, np.memmap) and array.flags.c_contiguous:
        return array
    return np.require(array, requirements=["C", "A", "W"])
