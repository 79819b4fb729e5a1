"""The engines of the lanes that run, as text with signs: what the code screen shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import engines
from engines.framework_names import ENGINES
from engines.lane import MODES, PLAIN_MODE
from engines.run.lane_state import LaneState
from tui.views.mode_lines import function_lines, mode_lines
from widgets.code_pane import CodeView
from widgets.line import Line, Piece

FOLDER = Path(engines.__file__).parent / "frameworks"
DECIDES = "◆"
UNUSED = "◇"
HOMES = ("step", "switch", "train")
"""The functions to begin at; the first that a file has."""


@lru_cache(maxsize=8)
def read_engine(path: Path) -> str:
    """A file's text as it was when it was first asked for, as the workers have loaded it."""
    return path.read_text(encoding="utf-8")


def lane_badges(
    framework: str, lanes: Sequence[LaneState], markers: dict[str, str], accents: dict[str, int]
) -> Line:
    """The framework, and the letter and mode of each of its lanes."""
    title: Line = ()
    for lane in lanes:
        accent = accents[lane.id]
        plain = lane.mode in ("eager", PLAIN_MODE[framework])
        title = (
            *title,
            Piece(f"{markers[lane.id]} ", f"accent:{accent}"),
            Piece("" if title else f"{framework} ", "strong"),
            Piece(f" {lane.mode} ", f"{'hollow' if plain else 'badge'}:{accent}"),
            Piece("  "),
        )
    return title


def training_loop(
    framework: str,
    lanes: Sequence[LaneState],
    markers: dict[str, str],
    accents: dict[str, int],
    folder: Path = FOLDER,
) -> CodeView:
    """A framework's engine; its lanes' letters stand at the lines that their modes use.

    The file is read by its path: importing it would import the framework.
    """
    name = ENGINES[framework][0].rpartition(".")[2] + ".py"
    text = read_engine(folder / name)
    title = lane_badges(framework, lanes, markers, accents)
    signs: dict[int, Line] = {}
    for number, modes in mode_lines(text, MODES[framework]).items():
        letters = tuple(
            Piece(markers[lane.id], f"accent:{accents[lane.id]}")
            for lane in lanes
            if lane.mode in modes
        )
        if len(modes) == len(MODES[framework]):
            signs[number] = (Piece(DECIDES, "strong"),)
        else:
            signs[number] = letters or (Piece(UNUSED, "dim"),)
    functions = function_lines(text)
    home = next((functions[name] for name in HOMES if name in functions), 1)
    return CodeView(
        title=(*title, Piece(name, "label")),
        text=text,
        home=home,
        signs=signs,
        gutter=max(1, len(lanes)),
    )


def legend(markers: Sequence[str], accents: Sequence[int], cells: int) -> Line:
    """What the signs mean, in as many words as fit."""
    letters: Line = ()
    for marker, accent in zip(markers, accents, strict=True):
        letters = (*letters, Piece(f"{marker} ", f"accent:{accent}"))
    wide = cells >= 90
    return (
        Piece(f" {DECIDES} ", "strong"),
        Piece("the mode decides here   " if wide else "mode decides   ", "label"),
        *letters,
        Piece("this lane's mode runs this line   " if wide else "lane runs it   ", "label"),
        Piece(f"{UNUSED} ", "dim"),
        Piece("for a mode that no lane is in" if wide else "other mode", "label"),
    )
