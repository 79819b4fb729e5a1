"""Several runs against the first: what changed, whether it is more than noise, and what is unlike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engines.report.chart_look import style
from engines.report.comparison import Change, Comparison
from engines.report.document import NA, Drawing, Item, Paragraph, Part, Section, Table, columns
from engines.report.figures import figure, loss, mebibytes, milliseconds, percent, share, whole
from engines.report.ratio_chart import Ratio, ratio_chart
from engines.report.reading import RunReading
from engines.run.lane_state import LaneState
from engines.run.worker_state import USS

CAUTION = (
    "“More than noise” means here: more than the scatter within the two runs explains, with 95 % "
    "for each line. A machine can also be another from one run to the next (frequency, temperature, "
    "other work on it), and two runs cannot show that. Record each side several times before a "
    "conclusion rests on it; a run compared with its own repeat shows how far apart they come out."
)


def comparison_part(comparisons: Sequence[Comparison]) -> Part:
    """The runs after the first, each compared with it."""
    base = comparisons[0].base
    sections = [Section("", (Paragraph(CAUTION),))]
    sections += [
        Section(
            f"{comparison.other.name} against {base.name}"
            if len(comparisons) > 1
            else "Change of the median step time",
            tuple(_one(comparison, number)),
        )
        for number, comparison in enumerate(comparisons, 1)
    ]
    readings = [base, *(comparison.other for comparison in comparisons)]
    sections.append(Section("Measured once in each run", (_once(readings),)))
    others = ", ".join(comparison.other.name for comparison in comparisons)
    return Part("Comparison", f"{others} against {base.name}", (), tuple(sections))


def _one(comparison: Comparison, number: int) -> Iterator[Item]:
    changes = comparison.changes
    if changes and comparison.unlike_steps:
        yield Paragraph(
            f"The runs are unlike in {', '.join(comparison.unlike_steps)}, on which a step time depends: "
            "whether a change comes from that or from something else, these runs cannot show."
        )
    if changes:
        ratios = [
            Ratio(
                change.other.label,
                style(comparison.other.run.accents[change.other.lane]),
                change.ratio,
                change.interval,
            )
            for change in changes
        ]
        title = f"{comparison.other.name} against {comparison.base.name}"
        yield Drawing(f"change-{number}", title, ratio_chart(ratios))
        yield Table(
            columns(
                "lane and mode",
                "more than noise?",
                "change",
                "95 % interval of the change",
                "before (ms)",
                "now (ms)",
                "batch",
                "samples, before and now",
                text=("more than noise?",),
            ),
            tuple(_row(change, comparison) for change in changes),
            note="; ".join(map(_said, changes)) + ".",
        )
    elif comparison.base.header.training.workload != comparison.other.header.training.workload:
        yield Paragraph(
            "Nothing can be compared: the workloads differ, and a step of one is other work than a "
            "step of the other."
        )
    else:
        yield Paragraph(
            "Nothing can be compared: no lane of the same framework, mode, device and batch size "
            "has clean samples in both runs."
        )
    for name, only in (
        (comparison.base.name, comparison.only_base),
        (comparison.other.name, comparison.only_other),
    ):
        if only:
            yield Paragraph(f"Timed only in {name}: {'; '.join(only)}.")
    if comparison.differences:
        yield Table(
            columns(
                "what",
                comparison.base.name,
                comparison.other.name,
                text=(comparison.base.name, comparison.other.name),
            ),
            tuple((unlike.what, unlike.base, unlike.other) for unlike in comparison.differences),
            title="In what the runs are not alike",
        )
    elif _same_run(comparison):
        yield Paragraph(
            f"Both are the same run, {comparison.base.header.id}: this compares it with itself and "
            "says nothing of how far apart two runs come out."
        )
    else:
        yield Paragraph(
            "Plan, host and versions of the two runs are alike. If nothing else was changed, this is "
            "how far apart two runs come out on this machine."
        )


def _same_run(comparison: Comparison) -> bool:
    alike = comparison.base.header.id == comparison.other.header.id
    return alike and all(change.ratio == 1 for change in comparison.changes)


def _said(change: Change) -> str:
    """The plain statement."""
    how = f"{abs(change.ratio - 1) * 100:.1f} % {'slower' if change.ratio > 1 else 'faster'}"
    if change.more_than_noise is None:
        return f"{change.other.label} is {how}, and there are too few samples to say more"
    than = "more" if change.more_than_noise else "no more"
    return f"{change.other.label} is {how}, {than} than the noise within the runs"


def _row(change: Change, comparison: Comparison) -> tuple[str, ...]:
    within = change.interval
    unlike = ", ".join(comparison.unlike_steps)
    return (
        change.other.label,
        change.verdict + (f" (unlike: {unlike})" if change.more_than_noise and unlike else ""),
        percent(change.ratio - 1),
        f"{percent(within.low - 1)} to {percent(within.high - 1)}" if within else NA,
        milliseconds(change.base_seconds),
        milliseconds(change.other_seconds),
        whole(change.other.batch_size),
        f"{whole(change.base.spread.samples)}, {whole(change.other.spread.samples)}",
    )


def _once(readings: Sequence[RunReading]) -> Table:
    rows = []
    for reading in readings:
        for lane in reading.run.lanes.values():
            last = lane.last_evaluation
            rows.append(
                (
                    f"{reading.name}: {lane.id}",
                    whole(lane.step),
                    loss(lane.loss_now),
                    share(last.accuracy if last else None),
                    figure(lane.seconds_to_first_step, ",.2f"),
                    figure(lane.compile_seconds if lane.compiles else None, ",.2f"),
                    _own_memory(lane),
                )
            )
    return Table(
        columns(
            "run and lane",
            "steps",
            "loss, last",
            "accuracy, last",
            "to the first step (s)",
            "compiling (s)",
            "peak own memory (MiB)",
        ),
        tuple(rows),
        note="A single measurement has no interval: whether these differ by more than noise cannot "
        "be said from one run each.",
    )


def _own_memory(lane: LaneState) -> str:
    """The peak; by another measure, which does not compare, it is named."""
    return mebibytes(lane.peak_own) + (f" ({USS})" if lane.own_measure == USS else "")
