"""Which cells a study has: plain data, as the header of a run keeps it."""

from __future__ import annotations

import msgspec

STUDY_OF_DEMOS = "debugging demos"
"""The name of the study that the debugging demos are."""


class CellSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One subject of a study in one framework and mode."""

    id: str
    subject: str
    """What is measured, by its name in the study."""
    framework: str = ""
    """Empty where none is needed."""
    mode: str = ""
    version: str = ""
    """Which version of the subject, where it has several."""
    device: str = "cpu"


class StudyPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A study that was begun."""

    name: str
    cells: tuple[CellSpec, ...]
