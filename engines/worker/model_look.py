"""Looks at what a model makes of the data before it trains: its output, the labels, the tables' entries."""

from __future__ import annotations

import numpy as np

from engines.errors import UsageError
from engines.frameworks.engine import Batch, Engine, Look
from engines.workloads.examine import inputs_mistake, model_mistake, output_mistake
from engines.workloads.model_output import NoArray
from engines.workloads.tree import Tree, labels_of, mapped, named, several
from engines.workloads.workload import Data, Workload


def look_at_model(
    engine: Engine, workload: Workload, framework: str, data: Data, batch: Batch
) -> Look:
    """What the model does; raises `UsageError` with one sentence about what does not fit first.

    `batch` is one of training. Looks at both splits in full: a label or a number that stands in one
    example of the test split alone would end the lane at its first evaluation, or turn it to NaN.
    """
    x, (y, _) = batch[0], labels_of(batch[1])
    _look_at_tables(engine, workload, framework, data, x)
    try:
        look = engine.look(x)
    except NoArray as error:
        raise UsageError(output_mistake(workload, framework, str(error))) from None
    except Exception as error:
        if not several(x):
            raise
        places = [place for place, _ in named(x, "x")]
        raise UsageError(inputs_mistake(workload, framework, places, error)) from error
    mistake = model_mistake(workload, framework, look.shape, mapped(np.shape, x), y, data)
    if mistake:
        raise UsageError(mistake)
    return look


def _look_at_tables(
    engine: Engine, workload: Workload, framework: str, data: Data, batch: Tree
) -> None:
    splits = {name: getattr(data, name) for name in ("x_train", "x_test")}
    arrays = [(name, *one) for name, split in splits.items() for one in named(split, name)]
    for split, name, x in arrays:
        if not isinstance(x, np.ndarray) or x.dtype.kind not in "iu":
            continue
        for extreme in (x.argmax(), x.argmin()):
            example = extreme // (x.size // len(x))
            # In a whole batch, for models that are built for one.
            inputs = mapped(
                lambda one, rest, at=example: np.concatenate([one[at : at + 1], rest[1:]]),
                splits[split],
                batch,
            )
            beyond = engine.entry_beyond(inputs)
            if beyond is None:
                continue
            entry, entries = beyond
            raise UsageError(
                f"{workload.name}: {name} holds {x.flat[extreme]}, for which {framework}_model asks "
                f"an embedding for entry {entry}; it has {entries} entries, 0 to {entries - 1}."
            )
