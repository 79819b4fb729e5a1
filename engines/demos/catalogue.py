"""Which demos there are, by group, and what is known of each without a framework."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from engines.demos.snippet import Snippet
from engines.demos.verdict import Verdict
from engines.errors import unknown

HERE = Path(__file__).parent
GROUPS = (
    "shapes_and_types",
    "out_of_range",
    "data",
    "not_a_number",
    "looking_inside",
    "tracing",
    "recompiling",
    "gradients",
    "silent_defaults",
)
"""The folders, in the order in which they are shown."""
MODES: dict[str, tuple[str, ...]] = {
    "torch": ("eager", "compile"),
    "keras": ("eager", "graph", "xla"),
    "jax": ("eager", "jit"),
}
"""Framework -> the modes that a demo is run in; the first is the plain one."""


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `about.toml` says."""

    title: str
    symptom: str
    question: str
    right: str
    """What would be right, in a sentence; `verdict` is the same for a machine."""
    hint: str
    source: str
    verdict: Verdict
    values: tuple[str, ...] = ()
    """Values or sizes of the case that a good message names."""
    variants: dict[str, str] = {}
    """Other names in the catalogue -> the version that they are of this demo."""
    impossible: dict[str, str] = {}
    """`framework` or `framework+mode` -> why the bug cannot exist there."""
    fresh: bool = False
    """Whether every cell needs a process in which nothing ran before; a hunter's always does."""
    seconds: float = 120.0
    """What a cell may take at most."""


@dataclass(frozen=True, eq=False)
class Demo:
    """One bug."""

    name: str
    folder: Path
    about: About

    @property
    def group(self) -> str:
        """The name of its group, for people."""
        return self.folder.parent.name.replace("_", " ")

    def why_impossible(self, framework: str, mode: str = "") -> str:
        """Why the bug cannot exist there; empty if it can."""
        known = self.about.impossible
        return known.get(framework, "") or known.get(f"{framework}+{mode}", "")

    @property
    def frameworks(self) -> tuple[str, ...]:
        """Those that it has a file for."""
        return tuple(one for one in MODES if self.path(one).is_file())

    def path(self, framework: str) -> Path:
        """The file for a framework."""
        return self.folder / f"in_{framework}.py"

    def snippet(self, framework: str) -> Snippet:
        """The file for a framework, as it was when it was first asked for."""
        return _read(self.path(framework))


@cache
def _read(path: Path) -> Snippet:
    return Snippet(path)


def cell_id(demo: str, framework: str, mode: str, version: str) -> str:
    """The name of a cell in a study."""
    return f"{demo}/{framework}+{mode}/{version}"


@cache
def catalogue() -> dict[str, Demo]:
    """All demos by name, group by group."""
    found = {}
    for group in GROUPS:
        for file in sorted((HERE / group).glob("*/about.toml")):
            about = msgspec.toml.decode(file.read_bytes(), type=About)
            found[file.parent.name] = Demo(file.parent.name, file.parent, about)
    return found


def variants() -> dict[str, tuple[str, str]]:
    """The catalogue's other names -> (demo, version)."""
    return {
        other: (name, version)
        for name, demo in catalogue().items()
        for other, version in demo.about.variants.items()
    }


def find_demo(name: str) -> Demo:
    """The demo of that name, or of a variant's; raises `UsageError` with the nearest name."""
    demos, others = catalogue(), variants()
    if name in others:
        return demos[others[name][0]]
    if name not in demos:
        raise unknown("demo", name, (*demos, *others))
    return demos[name]
