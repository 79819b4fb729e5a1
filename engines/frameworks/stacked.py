"""Batches as one array each of inputs and labels, for a program that makes several steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engines.frameworks.engine import Batch
from engines.workloads.tree import mapped


def stacked(batches: Sequence[Batch]) -> Batch:
    """Inputs and labels of all `batches`, each with a first axis of as many steps."""
    x, y = mapped(lambda *arrays: np.stack(arrays), *batches)
    return x, y
