"""The debugging demos: their catalogue, and what was measured, as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

from engines.demos.catalogue import catalogue, find_demo
from engines.demos.table import demo_document, entry
from engines.outcomes import Outcome
from engines.run.run import Run
from engines.safe_text import printable, printable_lines
from engines.study.director import CellOrder
from tui.plain.headless import watched
from tui.plain.summary_table import aligned
from tui.sources.source import Source

COLUMNS = (
    *("framework", "mode", "version", "outcome", "stage", "line named", "frames", "below"),
    *("hidden", "lines", "scroll", "compiled", "CPU s"),
)
TEXTS = 6
"""Columns before those of numbers."""


def list_demos() -> None:
    """Print the catalogue, group by group."""
    width = max(map(len, catalogue()))
    group = ""
    for demo in catalogue().values():
        if demo.group != group:
            click.echo(("\n" if group else "") + demo.group)
            group = demo.group
        click.echo(f"  {demo.name:<{width}}  {demo.about.title}")
        for other, version in demo.about.variants.items():
            click.echo(f"  {'':<{width}}  {other}: only its {version} versions")


def print_code(cells: Sequence[CellOrder]) -> None:
    """Print the files of the chosen cells; each runs by itself with plain python."""
    files = dict.fromkeys((cell.spec.subject, cell.spec.framework) for cell in cells)
    told = [find_demo(name).path(framework) for name, framework in files]
    there = [path for path in told if path.is_file()]
    for n, path in enumerate(there):
        if len(there) > 1:
            click.echo(("\n\n" if n else "") + f"# {path.parent.name}/{path.name}")
        click.echo(path.read_text(encoding="utf-8"), nl=False)


def run_demos(source: Source, *, as_json: bool) -> int:
    """Measure without a screen, and print the table; 128 + n after a signal."""
    run, caught = watched(source)
    if as_json:
        document = demo_document(run) | {"log": str(source.log_path) if source.log_path else None}
        print(json.dumps(document, indent=2), flush=True)
    else:
        print(demo_text(run), flush=True)
        if source.log_path:
            print(f"run log: {printable(str(source.log_path))}", flush=True)
    return 128 + caught if caught else exit_code(run)


def exit_code(run: Run) -> int:
    """0 if every cell came to an outcome and every fixed version was right."""
    unfinished = ("", Outcome.INTERRUPTED)
    good = all(
        cell.outcome not in unfinished
        and (cell.version != "fixed" or cell.outcome == Outcome.RIGHT)
        for cell in run.cells.values()
    )
    return 0 if good else 1


def demo_text(run: Run) -> str:
    """Each demo with its question and its table; of a single one, every report below."""
    cells = demo_document(run)["cells"]
    parts = _parts(cells)
    if len(parts) == 1:
        parts += [text for cell in cells if (text := _report(cell))]
    return "\n\n".join(parts)


def measured_text(run: Run) -> str:
    """The tables of what was measured, for a person who leaves the screen."""
    begun = [entry(run, cell) for cell in run.cells.values() if cell.attempt]
    return "\n\n".join(_parts(begun))


def _parts(cells: list[dict[str, Any]]) -> list[str]:
    """A demo's table each."""
    names = dict.fromkeys(cell["demo"] for cell in cells)
    return [_demo_part(name, [cell for cell in cells if cell["demo"] == name]) for name in names]


def _demo_part(name: str, cells: list[dict[str, Any]]) -> str:
    demo = catalogue().get(name)
    head = [name]
    if demo is not None:
        about = demo.about
        head = [f"{name}: {about.title}", about.symptom, f"Right: {about.right}", about.question]
    rows = aligned([COLUMNS, *map(_row, cells)], TEXTS)
    whys = {_where(cell): cell["why"] for cell in cells if cell["why"]}
    return "\n".join(
        [*head, "", *rows, "", *(f"{at}: {printable(why)}" for at, why in whys.items())]
    )


def _where(cell: dict[str, Any]) -> str:
    return f"{cell['framework']}+{cell['mode']} {cell['version']}"


def _row(cell: dict[str, Any]) -> tuple[str, ...]:
    numbers = ("frames", "frames_below", "frames_hidden", "report_lines", "scroll_lines")
    cpu = cell["cpu_seconds"]
    return (
        cell["framework"],
        cell["mode"],
        cell["version"],
        (cell["outcome"] or "n/a").replace("_", " "),
        cell["stage"] or "n/a",
        (cell["line_named"] or "n/a").replace("_", " "),
        *("n/a" if cell[name] is None else str(cell[name]) for name in numbers),
        "n/a" if cell["compilations"] is None else str(cell["compilations"]),
        "n/a" if cpu is None else f"{cpu:.2f}",
    )


def _report(cell: dict[str, Any]) -> str:
    if not cell["report"]:
        return ""
    return f"-- {_where(cell)} --\n{printable_lines(cell['report'].rstrip())}"
