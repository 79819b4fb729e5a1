"""What a reader has to know before the figures: what is missing, broken or not comparable."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from engines.left_out import LeftOut
from engines.phases import RUNNING, PhaseName
from engines.report.reading import RunReading
from engines.run.chance import SENTENCE, any_by_chance
from engines.run.lane_state import LaneState
from engines.run.not_finite import not_finite
from engines.runlog.writing import Writing

WORTH_TELLING = 0.1
"""Share of disturbed chunks from which it is told."""


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
    if reading.writing is Writing.GOES_ON:
        yield f"This run is still being recorded: the figures stand at {run.at:,.1f} s."
    if reading.events == 1:
        yield "Nothing was recorded after the header: there are no figures yet."
    elif not any(lane.status == PhaseName.FINISHED for lane in lanes):
        yield "No lane finished. Figures hold for the steps that were made."
    cut = [lane.id for lane in lanes if lane.status == RUNNING]
    if cut and reading.writing is not Writing.GOES_ON and reading.events > 1:
        yield f"The record ends at {run.at:,.1f} s while these lanes were running: {_names(cut)}."
        if reading.writing is Writing.NOT_KNOWN:
            yield f"Whether they still run is not known: {Writing.NOT_KNOWN.sentence}."
    for lane in lanes:
        if lane.status == PhaseName.STOPPED:
            yield f"Lane {lane.id} was stopped after {lane.step:,} steps."
        if lane.status == PhaseName.CRASHED:
            yield f"Lane {lane.id} crashed after {lane.step:,} steps: {lane.error}"
        if lane.attempt > 1:
            before = [one.reason for one in reading.crashes if one.lane == lane.id]
            if lane.status == PhaseName.CRASHED:
                before = before[:-1]
            why = f", after crashes: {'; '.join(before)}" if before else ""
            yield (
                f"Lane {lane.id} was started {lane.attempt} times{why}. Its figures are those since the "
                "last start."
            )
        yield from (f"Lane {lane.id}: {note}" for note in lane.notes)
        if lane.loss.bad:
            where = not_finite(lane.not_finite_from or 1, lane.loss.bad, lane.step)
            yield (
                f"The loss of lane {lane.id} was not finite at {lane.loss.bad:,} steps: it is {where}."
            )
        if lane.test_loss is not None and isnan(lane.test_loss):
            yield f"The last test loss of lane {lane.id} is not finite."
        if lane.step and not any(spread.samples for spread in lane.spreads.values()):
            yield f"Lane {lane.id} has no clean sample of its step time."
    if any_by_chance(run):
        drawing = _names([lane.id for lane in lanes if lane.draws])
        yield f"{SENTENCE[0].upper()}{SENTENCE[1:]} ({drawing})."
    disturbed = {lane.id: _share_disturbed(lane) for lane in lanes}
    if any(share >= WORTH_TELLING for share in disturbed.values()):
        told = _names([f"{lane} {share * 100:.0f} %" for lane, share in disturbed.items() if share])
        yield (
            f"Disturbed: other processes had the lanes' cores for part of the time ({told} of what would "
            "be samples). Those chunks are left out; the machine was not quiet."
        )
    contended = [lane.id for lane in lanes if lane.left_out.get(LeftOut.CONTENDED)]
    if contended:
        yield (
            f"Contended: for some or all of the time, lanes shared a device ({_names(contended)}). "
            "What was timed then is no sample."
        )
    if run.header.host.get("dashboard_core_shared"):
        yield "One core only: fwdash and the lanes shared it, and the step times include that."


def _share_disturbed(lane: LaneState) -> float:
    """Of the chunks that are samples or would be, those that other processes disturbed."""
    left_out = lane.left_out[LeftOut.DISTURBED]
    samples = lane.step_seconds.count
    return left_out / (left_out + samples) if left_out else 0.0


def _names(names: list[str]) -> str:
    return ", ".join(names)
