"""What an engine must do, and what sees it compile: the contract between a job and a framework.

There is no base class: each engine's training loop is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from engines.graph_break import GraphBreak, graphs_text
from engines.optimization import Optimization
from engines.workloads.tree import Tree
from engines.workloads.workload import Weights, Workload

ADAM_EPSILON = 1e-8
"""Epsilon of `adam` and `adamw`, added after bias correction."""
RMS_DECAY, RMS_EPSILON = 0.9, 1e-8
"""Of `rmsprop`: how much of the mean square stays in a step, and what is added to its root."""

NEARLY = 1e-3
"""What outputs may be off from being probabilities and still look like some."""

Batch = tuple[Tree, Tree]
"""Inputs, one array or several, and labels, which may come with their weights."""


@dataclass(frozen=True)
class Plan:
    """All that an engine needs to be built."""

    workload: Workload
    weights: Weights
    seed: int
    """For all random numbers that the framework draws; `weights` were drawn from it already."""
    optimization: Optimization
    precision: str
    """`float32`, `tf32` (matrix products of CUDA GPUs) or `bf16` (mixed precision)."""
    device_kind: str
    """`cpu` or `cuda`; a worker sees no GPU but its own."""
    mode: str
    steps_at_once: int
    """How many steps a mode makes at once that makes several in one program."""
    label_smoothing: float = 0.0
    """What labels of `cross_entropy` give to all classes alike in a training step (Szegedy et al. 2016,
    arXiv:1512.00567, section 7)."""


@dataclass(frozen=True)
class GivenUp:
    """A function that the framework compiles no more, whatever comes: it runs uncompiled."""

    function: str
    limit: int | None
    """How often it was compiled; None if that is not known."""
    reason: str
    """Why it would have been compiled once more."""


@dataclass(frozen=True)
class Compilation:
    """What one compilation took; parts that the framework does not tell apart are None."""

    seconds: float
    """All of it, with the chunk's steps where they are not told apart."""
    trace_seconds: float | None = None
    lower_seconds: float | None = None
    backend_seconds: float | None = None
    cached: bool | None = None
    programs: int = 1
    """None at all where only something was given up."""
    reason: str = ""
    graphs: int | None = None
    """Into how many graphs; None where a step is always one, or the framework does not say."""
    breaks: int | None = None
    """Graph breaks, None where there is no such thing."""
    broken_at: tuple[GraphBreak, ...] = ()
    """Where, the most frequent first; not all of very many."""
    uncompiled: tuple[str, ...] = ()
    """Functions that run as they are, since nothing of them could be compiled."""
    given_up: tuple[GivenUp, ...] = ()
    seconds_with_steps: float | None = None
    """Of `seconds`, those in which the backend compiled and the chunk's steps were made, where the
    framework tells the two not apart; None where it does."""

    @property
    def in_graphs(self) -> str:
        """Graphs and breaks in words, with the reason; empty where there is no such thing."""
        return graphs_text(self.graphs, self.breaks, self.broken_at, self.uncompiled, why=True)


@dataclass(frozen=True)
class AllocatorMemory:
    """What the framework's allocator holds on the device, in bytes."""

    used: int | None
    peak: int | None
    reserved: int | None = None


@dataclass(frozen=True)
class Score:
    """What a model is worth on some examples, in evaluation mode."""

    loss: float
    accuracy: float | None
    """Share of right predictions in 0..1; None where the loss knows no such thing."""
    metrics: Mapping[str, float] = field(default_factory=dict)
    """What the workload's own function finds, by name."""
    probabilities: bool = False
    """Whether all outputs look like probabilities, where logits are asked for."""


@dataclass(frozen=True)
class Look:
    """What a model does with a batch, found without a change to it."""

    shape: tuple[int, ...]
    """Of what it returns; empty where a loss of the workload's own takes more than one array."""
    draws: bool | None
    """Whether a step in training draws random numbers; None where that cannot be told."""
    notes: tuple[str, ...] = ()
    """What must be known of it, a sentence each."""


OnCompile = Callable[[str], None]
"""Told the part of a compilation that begins: `trace`, `lower`, `backend`, or empty."""


class CompileWatch(Protocol):
    """Sees the compilations that happen inside one engine's training steps."""

    def before(self, batches: Sequence[Batch]) -> None:
        """A chunk of steps is about to begin, of these batches."""

    def after(self) -> Compilation | None:
        """What was compiled since the last call, summed up, or None."""


class Engine(Protocol):
    """One framework's model and optimizer, trained step by step."""

    version: str
    device_name: str
    parameters: int
    steps_at_once: int
    """Steps that one program makes in the present mode: 1, but where a mode is for several."""

    @property
    def threads(self) -> int | None:
        """Threads of one operation on the CPU, as the framework tells; None if it does not."""

    def watch_compiles(self, on_compile: OnCompile) -> CompileWatch:
        """Begin to see what is compiled from now on."""

    def switch(self, mode: str) -> None:
        """Run the following steps in `mode`; parameters, optimizer state and step count go on."""

    def set_learning_rate(self, rate: float) -> None:
        """Go on with another learning rate; nothing else changes."""

    def ready(self, batch: Batch) -> Batch:
        """The batch in the types and the memory that steps take; made with it, before any clock runs."""

    def train(self, batches: Sequence[Batch]) -> list[float]:
        """One step a batch; returns the losses, fetched, so the device is synchronised.

        Where a program makes several steps, `batches` are as many, or fewer, which are made one by one.
        """

    def evaluate(self, pieces: Iterable[Batch]) -> list[Score]:
        """A score a piece, in evaluation mode and the present mode of compilation.

        Weights, statistics, generators and counters are afterwards what they were, to the bit.
        """

    def look(self, x: Tree) -> Look:
        """What the model returns for inputs `x`; it is afterwards what it was, to the bit.

        Raises `NoArray` where it returns no single array, unless the loss is the workload's own.
        """

    def entry_beyond(self, x: Tree) -> tuple[int, int] | None:
        """An entry that inputs `x` make the model ask a table for and that is not there, and how many
        are; None if all are there."""

    def allocator_memory(self) -> AllocatorMemory | None:
        """The framework's own figures, None where it has none for this device."""


MakeEngine = Callable[[Plan], Engine]
"""What makes a framework's engine; raises `Unavailable`."""


class Unavailable(Exception):
    """A framework or device cannot be used here; the message says what to install or choose."""
