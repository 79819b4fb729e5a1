"""What a reader has to know before the figures: what is missing, broken or not comparable."""

from __future__ import annotations

from collections.abc import Iterator

from engines.left_out import LeftOut
from engines.phases import RUNNING, PhaseName
from engines.report.reading import RunReading
from engines.run.chance import SENTENCE, by_chance


def notices(reading: RunReading) -> Iterator[str]:
    """One or two sentences each."""
    run = reading.run
    lanes = list(run.lanes.values())
    if reading.damage is not None:
        yield (
            f"The run log is damaged: {reading.damage.reason}. All that is told here comes from "
            f"the {reading.damage.line - 1:,} lines before, up to {run.at:,.1f} s."
        )
    if reading.passed:
        yield reading.passed
    if reading.being_written:
        yield f"This run is still being recorded: the figures stand at {run.at:,.1f} s."
    if reading.events == 1:
        yield "Nothing was recorded after the header: there are no figures yet."
    elif not any(lane.status == PhaseName.FINISHED for lane in lanes):
        yield "No lane finished. Figures hold for the steps that were made."
    cut = [lane.id for lane in lanes if lane.status == RUNNING]
    if cut and not reading.being_written and reading.events > 1:
        yield f"The record ends at {run.at:,.1f} s while these lanes were running: {_names(cut)}."
    for lane in lanes:
        if lane.status == PhaseName.STOPPED:
            yield f"Lane {lane.id} was stopped after {lane.step:,} steps."
        if lane.status == PhaseName.CRASHED:
            yield f"Lane {lane.id} crashed after {lane.step:,} steps: {lane.error}"
        if lane.attempt > 1:
            yield (
                f"Lane {lane.id} was started {lane.attempt} times. Its figures are those since the "
                "last start."
            )
        yield from (f"Lane {lane.id}: {note}" for note in lane.notes)
        if lane.loss.bad:
            yield f"The loss of lane {lane.id} was not finite at {lane.loss.bad:,} steps."
        if lane.step and not any(spread.samples for spread in lane.spreads.values()):
            yield f"Lane {lane.id} has no clean sample of its step time."
    reference = lanes[0] if lanes else None
    if reference and any(by_chance(reference, lane) for lane in lanes):
        drawing = _names([lane.id for lane in lanes if lane.draws])
        yield f"{SENTENCE[0].upper()}{SENTENCE[1:]} ({drawing})."
    contended = [lane.id for lane in lanes if lane.left_out.get(LeftOut.CONTENDED)]
    if contended:
        yield (
            f"Contended: for some or all of the time, lanes shared a device ({_names(contended)}). "
            "What was timed then is no sample."
        )
    if run.header.host.get("dashboard_core_shared"):
        yield "One core only: fwdash and the lanes shared it, and the step times include that."


def _names(names: list[str]) -> str:
    return ", ".join(names)
