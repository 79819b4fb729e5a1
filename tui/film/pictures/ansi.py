"""From a grid to what a terminal needs to show it: canonical, so that equal screens are equal bytes."""

from __future__ import annotations

from tui.film.pictures.cells import CellStyle, Grid, Row, runs


def full_ansi(grid: Grid) -> str:
    """What paints the whole screen."""
    return "".join(_placed(y, row) for y, row in enumerate(grid.rows))


def changes_ansi(before: Grid, after: Grid) -> str:
    """What turns one screen into another of the same size; empty if they are equal."""
    return "".join(
        _placed(y, new)
        for y, (old, new) in enumerate(zip(before.rows, after.rows, strict=True))
        if old != new
    )


def _placed(y: int, row: Row) -> str:
    painted = "".join(f"{_sgr(look)}{text}" for _, text, look in runs(row))
    return f"\x1b[{y + 1};1H{painted}\x1b[0m"


def _sgr(look: CellStyle) -> str:
    codes = ["0"]
    for on, code in (
        (look.bold, "1"), (look.italic, "3"), (look.underline, "4"), (look.strike, "9"),
    ):  # fmt: skip
        if on:
            codes.append(code)
    if look.ink is not None:
        codes.append("38;2;{};{};{}".format(*look.ink))
    if look.paper is not None:
        codes.append("48;2;{};{};{}".format(*look.paper))
    return f"\x1b[{';'.join(codes)}m"
