"""What happened, and how to do it again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from engines.optimization import OPTIMIZER_SETTINGS
from engines.report.document import NA, Item, Listing, Paragraph, Table, columns
from engines.report.figures import figure, whole
from engines.report.reading import RunReading


def happening_items(reading: RunReading) -> Iterator[Item]:
    """Changes, crashes with their last lines, and marks."""
    if reading.happenings:
        more = reading.happened - len(reading.happenings)
        yield Table(
            columns("at (s)", "lane", "step", "what", "detail", text=("lane", "what", "detail")),
            tuple(
                (
                    figure(happening.at, ",.1f"),
                    happening.lane or "all",
                    whole(happening.step) if happening.step is not None else "",
                    happening.what,
                    happening.detail,
                )
                for happening in reading.happenings
            ),
            note=f"{more:,} more are in the run log." if more else "",
        )
    else:
        yield Paragraph("No change of mode or settings, no crash, no mark.")
    for crash in reading.crashes:
        said = "\n".join(crash.last_lines) or "It had said nothing."
        yield Listing(f"Last lines of {crash.lane} before the crash at {crash.at:,.1f} s", said)


def again_items(reading: RunReading) -> Iterator[Item]:
    """The command, the plan, the host and the versions."""
    header = reading.header
    if header.command:
        yield Listing("The exact command", shlex.join(header.command), words=True)
    else:
        yield Paragraph("The command was not recorded.")
    recipe = header.training
    plan = {
        "run": header.id,
        "started": header.started_at,
        "lanes": ", ".join(
            f"{lane.id} ({lane.framework}@{lane.device}+{lane.mode})" for lane in header.lanes
        ),
        "workload": recipe.workload,
        "optimizer": recipe.optimizer,
        "learning rate": f"{recipe.learning_rate:g}",
        **{
            name.replace("_", " "): _said(value)
            for name in OPTIMIZER_SETTINGS
            if (value := getattr(recipe, name)) is not None
        },
        "batch size": str(recipe.batch_size),
    }
    plan |= {
        name.replace("_", " "): "without end" if name == "steps" and value is None else _said(value)
        for name, value in recipe.settings().items()
    }
    if recipe.changes:
        plan["mode changes"] = ", ".join(
            f"{one.lane} to {one.mode} after step {one.step}" for one in recipe.changes
        )
    yield _facts("Plan", plan)
    host = {name.replace("_", " "): _said(value) for name, value in header.host.items()}
    memory = header.host.get("memory_bytes")
    if isinstance(memory, int):
        host["memory bytes"] += f" ({figure(memory, ',.1f', 2**-30)} GiB)"
    yield _facts("Host", host)
    yield _facts("Versions", header.versions)


def _facts(title: str, facts: dict[str, str]) -> Item:
    if not facts:
        return Paragraph(f"{title}: n/a, not recorded.")
    return Table(
        columns("name", "value", text=("value",)), tuple(facts.items()), title=title, half=True
    )


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return NA if value is None else str(value)
