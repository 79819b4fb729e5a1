"""The trainer's own function: what `model.fit` runs for each `steps_per_execution` batches, and its losses.

Loss and optimizer are those of the run. Keras' own handling of losses would leave out what a model masks,
and turn labels into floats; the trainer tells the mean of many steps only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import keras
import tensorflow as tf

from engines.frameworks.engine import Unavailable
from engines.workloads.tree import Tree, mapped, signature

OWN_RULES = ("train_step", "compute_loss")
"""Methods by which a model trains otherwise than `keras.Model` does."""


def own_rules(model: Any) -> list[str]:
    """Those that a model has of its own."""
    if not isinstance(model, keras.Model):
        return []
    return [name for name in OWN_RULES if _own(model, name)]


def _own(model: Any, name: str) -> bool:
    return getattr(type(model), name) is not getattr(keras.Model, name)


class Fit:
    """A model's trainer, compiled when it first trains.

    `loss_of` takes outputs and labels; `told` is what a forward is told in a training step.
    """

    def __init__(
        self,
        model: Any,
        optimizer: Any,
        loss_of: Callable[[Any, Any], Any],
        told: dict[str, bool],
        steps: int,
    ) -> None:
        self._model = model
        self._optimizer = optimizer
        self._loss_of = loss_of
        self._told = told
        self._steps = steps
        self._compiled = False
        self.against = ""
        """Why the trainer cannot have this run's loss, in words; empty where it can."""
        self._held: dict[tuple[Any, ...], tuple[Callable[..., Any], Feed]] = {}
        """By shapes and types: each has a function of its own, or the trainer would make open shapes."""

    def __call__(self, xs: Tree, ys: Tree) -> Any:
        """A step for each of the stacked batches; the losses come as one array.

        Raises `Unavailable` where the trainer would not do what the other modes do.
        """
        with tf.device(None):  # the trainer places its work itself
            if isinstance(ys, tuple):
                self.against = "the trainer takes the weights of examples for labels"
            if not self._compiled:
                self._compile()
            key = (signature(xs), signature(ys))
            if key not in self._held:
                self._model.make_train_function(force=True)
                self._held[key] = (self._model.train_function, Feed(xs, ys))
            function, feed = self._held[key]
            try:
                feed.give(xs, ys)
                self._made.assign(0)
                function(feed.batches)
            except BaseException:
                del self._held[key]  # it may stand at another batch than the first
                raise
            return self._losses.read_value()

    def _compile(self) -> None:
        if reason := self._refused():
            raise Unavailable(f"fit cannot train this model as the other modes do: {reason}.")
        self._losses = tf.Variable(tf.zeros(self._steps), trainable=False)
        self._made = tf.Variable(tf.zeros((), tf.int64), trainable=False)
        # Each step's loss, with the model's penalties, is shown to the optimizer, to be scaled.
        self._optimizer.scale_loss = self._keep
        # No metrics, also where the model was compiled with some; XLA where `fit` itself would.
        self._model.compile(
            optimizer=self._optimizer,
            loss=RunLoss(self._loss_of),
            metrics=[],
            steps_per_execution=self._steps,
        )
        self._compiled = True

    def _refused(self) -> str:
        """Why not, in words; empty where there is nothing against it."""
        if not isinstance(self._model, keras.Model):
            return f"a {type(self._model).__name__} is no keras.Model, and has no trainer"
        if self.against:
            return self.against
        own = [name for name in (*OWN_RULES, "compile") if _own(self._model, name)]
        if own:
            return f"its own {' and '.join(own)} would be called"
        names = [name for name in self._told if name != "training"]
        if names:
            return f"the trainer does not tell it `{names[0]}`"
        return ""

    def _keep(self, loss: Any) -> Any:
        self._losses.scatter_update(tf.IndexedSlices(loss, self._made))
        self._made.assign_add(1)
        return loss


class RunLoss(keras.losses.Loss):
    """The run's loss as it is."""

    def __init__(self, loss_of: Callable[[Any, Any], Any]) -> None:
        super().__init__()
        self._loss_of = loss_of

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Past Keras' masks and its reduction."""
        return self._loss_of(y_pred, y_true)


class Feed:
    """Batches of one shape for the trainer: an iterator that lasts, as one of `fit` does for an epoch.

    To make one for each chunk costs more than several small steps.
    """

    def __init__(self, xs: Tree, ys: Tree) -> None:
        with tf.device("/CPU:0"):
            self._arrays = mapped(lambda one: tf.Variable(one, trainable=False), (xs, ys))
            options = tf.data.Options()
            # Nothing may be fetched ahead: it would be of the chunk before.
            options.autotune.enabled = False
            options.experimental_optimization.apply_default_optimizations = False
            chunks = tf.data.Dataset.range(1).repeat().map(self._given)
            self.batches: Iterator[Any] = iter(chunks.unbatch().with_options(options))

    def _given(self, _: Any) -> Any:
        return mapped(lambda one: one.read_value(), self._arrays)

    def give(self, xs: Tree, ys: Tree) -> None:
        """What the next batches are."""
        mapped(lambda kept, one: kept.assign(one, read_value=False), self._arrays, (xs, ys))
