"""What happened, and how to do it again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from engines.report.document import NA, Item, Listing, Paragraph, Table, columns
from engines.report.figures import figure, whole
from engines.report.reading import Reading


def happening_items(reading: Reading) -> Iterator[Item]:
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


def again_items(reading: Reading) -> Iterator[Item]:
    """The command, the plan, the host and the versions."""
    header = reading.header
    if header.command:
        yield Listing("The exact command", shlex.join(header.command))
    else:
        yield Paragraph("The command was not recorded.")
    steps = whole(header.steps) if header.steps else "without end"
    plan = {
        "run": header.id,
        "started": header.started_at,
        "lanes": ", ".join(
            f"{lane.id} ({lane.framework}@{lane.device}+{lane.mode})" for lane in header.lanes
        ),
        "workload": header.workload,
        "steps": steps,
        "optimizer": header.optimizer,
        "learning rate": f"{header.learning_rate:g}",
        "batch size": str(header.batch_size),
        "seed": str(header.seed),
        "precision": header.precision,
        "schedule": f"{header.schedule}, turns of {header.turn_seconds * 1000:g} ms",
        "synchronised every": f"{header.sync_every} steps",
    }
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
