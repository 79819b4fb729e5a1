"""One run as sections: its figures, its curves, what happened, and how to do it again."""

from __future__ import annotations

from engines.optimization import in_words
from engines.report.chart_look import style
from engines.report.compile_section import compile_items
from engines.report.document import Paragraph, Part, Section
from engines.report.history_section import again_items, happening_items
from engines.report.lane_table import lane_table
from engines.report.loss_section import loss_items
from engines.report.memory_section import memory_items
from engines.report.notices import notices
from engines.report.reading import RunReading
from engines.report.step_time_section import step_time_items
from engines.run.conclusions import conclusions
from engines.run.run import Run
from engines.run.summary import summarise


def run_part(reading: RunReading, prefix: str) -> Part:
    """All that is told of one run; `prefix` keeps the names of its charts apart from others'."""
    header, recipe = reading.header, reading.header.training
    styles = {lane: style(reading.run.accents[lane]) for lane in reading.run.lanes}
    summary = summarise(reading.run, None)
    sections = [
        *concluded(reading.run),
        Section("Lanes", (lane_table(reading, summary),)),
        Section("Loss", tuple(loss_items(reading, styles, prefix))),
        Section("Step time", tuple(step_time_items(reading, styles, prefix))),
        Section("Compilation", tuple(compile_items(reading, styles, prefix))),
        Section("Memory", tuple(memory_items(reading, styles, prefix))),
        Section("What happened", tuple(happening_items(reading))),
        Section("Doing it again", tuple(again_items(reading))),
    ]
    subtitle = (
        f"{recipe.workload}, {recipe.optimizer}, learning rate {recipe.learning_rate:g}"
        f"{in_words(recipe.optimization)}, batch {recipe.batch_size}, seed {recipe.seed}, "
        f"{recipe.precision}, schedule {recipe.schedule}, started {header.started_at}"
    )
    return Part(reading.name, subtitle, tuple(notices(reading)), tuple(sections))


def concluded(run: Run) -> list[Section]:
    """What one concludes, as the first paragraph: the pace first."""
    told = [f"{text[:1].upper()}{text[1:]}." for text in reversed(conclusions(run))]
    return [Section("", (Paragraph(" ".join(told)),))] if told else []
