"""What widgets need to know of things that happened, as read-only protocols.

An engine's own frozen struct has these, and is shown as it is: no engine is imported for that, and
nothing is copied field by field. What changes in place, or is computed, is view data instead. None
is what was not measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Break(Protocol):
    """A place at which a compiler leaves a function to Python."""

    @property
    def where(self) -> str:
        """File and line."""

    @property
    def times(self) -> int:
        """How often."""

    @property
    def reason(self) -> str:
        """Why."""


class Compilation(Protocol):
    """A compilation that ended well."""

    @property
    def at(self) -> float:
        """When it ended, in seconds since the run started."""

    @property
    def step(self) -> int:
        """The step that it was for."""

    @property
    def mode(self) -> str:
        """What was compiled."""

    @property
    def seconds(self) -> float:
        """All of it."""

    @property
    def trace_seconds(self) -> float | None:
        """Of these, tracing."""

    @property
    def lower_seconds(self) -> float | None:
        """Of these, lowering."""

    @property
    def backend_seconds(self) -> float | None:
        """Of these, the backend."""

    @property
    def cached(self) -> bool | None:
        """Whether the backend's result came from a cache."""

    @property
    def programs(self) -> int:
        """How many programs were compiled."""

    @property
    def reason(self) -> str:
        """Why."""

    @property
    def in_graphs(self) -> str:
        """How many graphs and breaks, in words; empty where there is no such thing."""

    @property
    def broken_at(self) -> Sequence[Break]:
        """The places of the breaks, the most frequent first."""


class FailedCompilation(Protocol):
    """A mode, or a function in it, that could not be compiled."""

    @property
    def at(self) -> float:
        """When it failed, in seconds since the run started."""

    @property
    def step(self) -> int:
        """The step that it was for."""

    @property
    def mode(self) -> str:
        """What was to be compiled."""

    @property
    def error(self) -> str:
        """Why it was not."""

    @property
    def fallback(self) -> str:
        """The mode that the lane went on in."""

    @property
    def gave_up(self) -> bool:
        """Whether the mode goes on, with a function in it that is compiled no more."""


class ModeChange(Protocol):
    """A change of mode."""

    @property
    def at(self) -> float:
        """When, in seconds since the run started."""

    @property
    def step(self) -> int:
        """The last step before it."""

    @property
    def previous(self) -> str:
        """The mode before."""

    @property
    def mode(self) -> str:
        """The mode after."""

    @property
    def seconds(self) -> float:
        """What the switch itself took."""


class BreakEven(Protocol):
    """What compiling a mode costs and wins, in seconds a step."""

    @property
    def mode(self) -> str:
        """The compiled mode."""

    @property
    def plain(self) -> str:
        """The mode that it is compared with."""

    @property
    def compile_seconds(self) -> float | None:
        """What compiling took, the loading of the compiler included."""

    @property
    def loading_seconds(self) -> float:
        """What of it was the loading of the compiler."""

    @property
    def plain_seconds(self) -> float | None:
        """A step in the plain mode."""

    @property
    def compiled_seconds(self) -> float | None:
        """A step in the compiled mode."""

    @property
    def steps(self) -> int | None:
        """Steps that win back what compiling took; None if that never happens."""

    @property
    def steps_between(self) -> tuple[int, int] | None:
        """The interval of these steps."""

    @property
    def compared(self) -> bool:
        """Whether both modes were timed."""

    @property
    def gain_text(self) -> str:
        """How a compiled step compares with a plain one, with its interval."""

    @property
    def how(self) -> str:
        """How that was found out."""

    @property
    def slower(self) -> float | None:
        """A share, where a compiled step is not faster."""

    @property
    def why_not(self) -> str:
        """What is missing, where nothing can be said."""


class GpuLook(Protocol):
    """A look at a GPU that lanes use."""

    @property
    def device(self) -> str:
        """What the lane grammar calls it."""

    @property
    def utilisation(self) -> int | None:
        """Percent of the last sampling period in which a kernel ran."""

    @property
    def used(self) -> int | None:
        """Bytes, of all processes."""

    @property
    def total(self) -> int | None:
        """Bytes."""

    @property
    def watts(self) -> float | None:
        """Power."""

    @property
    def celsius(self) -> int | None:
        """Heat."""
