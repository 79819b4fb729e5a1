"""What a workload is: data, seeded weights in one canonical layout, and the model three times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.errors import UsageError
from engines.workloads.tree import Tree

Array = NDArray[Any]
Weights = dict[str, NDArray[np.float32]]

LOSSES = ("cross_entropy", "mean_squared_error")
OWN_LOSS = "own"
"""The name of a loss that a workload computes by functions of its own."""
IGNORED = -100
"""A label of `cross_entropy` that counts neither in loss nor in accuracy, as PyTorch has it."""
LEARNING_RATES = {"sgd": 0.05, "adam": 1e-3}
WEIGHTS = ("w_train", "w_test")
"""What a data() that returns a dict may have beside its splits."""
SPLITS = ("x_train", "y_train", "x_test", "y_test")


@dataclass(frozen=True)
class Data:
    """Training and test split as NumPy arrays; the first axis counts examples.

    Inputs are float32, int32 or bool, one array or several in a tuple, list or dict. For `cross_entropy`
    labels are int32 class numbers, of shape (n,) or (n, positions),
    and a model returns logits of the labels' shape plus one axis of classes.
    For `mean_squared_error` labels are float32 of the shape that the model returns. For an own loss
    they are float32 or int32, of whatever shape its function takes.
    """

    x_train: Tree
    y_train: Array
    x_test: Tree
    y_test: Array
    w_train: Array | None = None
    """Weights of `y_train`, float32 of shape (n,) or the labels': the loss is a weighted mean."""
    w_test: Array | None = None

    @property
    def train(self) -> tuple[Tree, Tree]:
        """Inputs, and labels with their weights where there are some."""
        y = self.y_train
        return self.x_train, y if self.w_train is None else (y, self.w_train)

    @property
    def test(self) -> tuple[Tree, Tree]:
        """As `train`."""
        return self.x_test, self.y_test if self.w_test is None else (self.y_test, self.w_test)


def as_data(made: object) -> Data:
    """`Data` from what a data() returned: `Data`, a dict, or x_train, y_train, x_test, y_test.

    Raises `UsageError` for anything else.
    """
    if isinstance(made, Data):
        return made
    if isinstance(made, Mapping) and set(made) in (set(SPLITS), {*SPLITS, *WEIGHTS}):
        return Data(**made)
    if isinstance(made, tuple | list) and len(made) == len(SPLITS):
        return Data(*made)
    raise UsageError(f"data() must end in: return {', '.join(SPLITS)}.")


@dataclass(frozen=True)
class Workload:
    """The same work for every framework.

    Weights are float32 in the canonical layout: a dense kernel is (inputs, outputs), a convolution
    kernel is (height, width, inputs, outputs), an embedding is (entries, width).
    """

    name: str
    description: str
    data: Callable[[], Data]
    weights: Callable[[np.random.Generator], Weights]
    models: Mapping[str, Callable[[Weights], Any]]
    """Framework -> the function that builds its model from the canonical weights."""
    loss: str = "cross_entropy"
    """One of `LOSSES`, or `OWN_LOSS`."""
    losses: Mapping[str, Callable[[Any, Any], Any]] = field(default_factory=dict)
    """Framework -> own loss of outputs and labels, a scalar or an array whose mean is taken."""
    metrics: Mapping[str, Callable[[Any, Any], Mapping[str, Any]]] = field(default_factory=dict)
    """Framework -> own figures of outputs and labels: name -> a scalar or an array, as of the loss."""
    optimizer: str = "sgd"
    learning_rates: Mapping[str, float] = field(default_factory=LEARNING_RATES.copy)
    batch_size: int = 64
    optimization: Mapping[str, Any] = field(default_factory=dict)
    """What is set of the optimizer beside its learning rate: `engines.optimization.OPTIMIZER_SETTINGS`."""
    references: Callable[[], dict[str, float]] = dict
    """Baselines to compare the loss with, as name -> loss."""

    def initial_weights(self, seed: int) -> Weights:
        """The weights that every lane starts from, drawn from one seeded generator."""
        drawn = self.weights(np.random.default_rng([seed, 0x5EED]))
        # In arrays of their own: two that share memory would be trained twice.
        return {name: np.array(value, order="C") for name, value in drawn.items()}


def dense(rng: np.random.Generator, inputs: int, outputs: int) -> NDArray[np.float32]:
    """A dense kernel (inputs, outputs), uniform with He's variance 2 / inputs."""
    return he_uniform(rng, (inputs, outputs), inputs)


def he_uniform(
    rng: np.random.Generator, shape: tuple[int, ...], fan_in: int
) -> NDArray[np.float32]:
    """Uniform in +-sqrt(6 / fan_in) (He et al. 2015, https://arxiv.org/abs/1502.01852)."""
    bound = np.sqrt(6 / fan_in)
    return rng.uniform(-bound, bound, shape).astype(np.float32)


def zeros(*shape: int) -> NDArray[np.float32]:
    """A float32 bias of zeros."""
    return np.zeros(shape, dtype=np.float32)
