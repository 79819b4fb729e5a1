"""Which examples make up which batch: the same for every lane, known from the seed alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class BatchOrder:
    """Seeded shuffles of `examples` examples in batches of `batch_size`; the partial one is dropped."""

    def __init__(self, examples: int, batch_size: int, seed: int, first_epoch: int = 0) -> None:
        """`first_epoch` is where the count of shuffles goes on after another batch size."""
        if batch_size > examples:
            raise ValueError(
                f"batch size {batch_size} is larger than the {examples} training examples"
            )
        self._examples = examples
        self._batch_size = batch_size
        self._seed = seed
        self._first_epoch = first_epoch
        self.steps_per_epoch = examples // batch_size
        self._epoch = -1
        self._order: NDArray[np.intp] = np.empty(0, dtype=np.intp)

    def batch(self, step: int) -> NDArray[np.intp]:
        """The indices of the examples of step `step`, counted from 0. Shape (batch_size,)."""
        epoch = self.epoch(step)
        at = step % self.steps_per_epoch
        if epoch != self._epoch:
            self._order = np.random.default_rng([self._seed, epoch]).permutation(self._examples)
            self._epoch = epoch
        return self._order[at * self._batch_size : (at + 1) * self._batch_size]

    def epoch(self, step: int) -> int:
        """The number of the shuffle that step `step` belongs to."""
        return self._first_epoch + step // self.steps_per_epoch
