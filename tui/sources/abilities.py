"""What a source can do: said once, and asked by all that stand over it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Abilities:
    """What a source can do; by default all that a run of one's own can."""

    refusal: str = ""
    """Why the run can be told nothing, in a sentence; empty if it takes commands."""
    names_commands: bool = True
    """Whether the footer names the keys of commands: a tape shows a run as its owner sees it."""
    ends_with_us: bool = True
    """Whether its workers end when it is left."""
    measures: bool = False
    """Whether it can be told to measure cells of a study."""
