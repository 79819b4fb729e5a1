"""Measures demos' cells of one framework in this process and prints them as JSON: a cell a line.

`python -m tests.engines.demos.all_cells FRAMEWORK [MODE,MODE[:NAME,NAME] ...]`: without modes in all of
them, without names all demos.
"""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from typing import Any

from engines.demos.catalogue import MODES, catalogue
from engines.worker.demo_cell import measure


class Kept:
    """What a cell is given, keeping what it says."""

    def __init__(self) -> None:
        self.said: dict[str, Any] = {}

    def turn(self) -> nullcontext[None]:
        """The device is nobody else's here."""
        return nullcontext()

    def found(self, name: str, value: Any, unit: str = "") -> None:
        """A figure."""
        self.said[name] = value

    def ended(self, outcome: str, detail: str = "") -> None:
        """The outcome."""
        self.said |= {"outcome": str(outcome), "detail": detail}


def main(framework: str, asked: list[str]) -> None:
    """Every version of the demos in the modes that are asked for with them."""
    for modes, _, names in (one.partition(":") for one in asked):
        for name, demo in catalogue().items():
            if framework not in demo.frameworks or (names and name not in names.split(",")):
                continue
            for mode in modes.split(","):
                for version in demo.snippet(framework).versions:
                    cell = Kept()
                    measure(cell, name, framework, mode, version)  # type: ignore[arg-type]
                    known = {"demo": name, "framework": framework, "mode": mode, "version": version}
                    print(json.dumps(known | cell.said), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:] or [",".join(MODES[sys.argv[1]])])
