"""How the figures of a report were taken, in words."""

from __future__ import annotations

from collections.abc import Sequence

from engines.left_out import all_reasons
from engines.report.bootstrap import FEWEST, RESAMPLES
from engines.report.document import Paragraph, Part, Section
from engines.report.reading import RunReading
from engines.run.kept_turns import MOST
from engines.run.turn_ratio import FEWEST as FEWEST_TURNS
from engines.run.turn_ratio import RESAMPLES as PACE_RESAMPLES
from engines.run.turn_ratio import WIDEST


def method_part(readings: Sequence[RunReading]) -> Part:
    """What stands at the end of each report."""
    told = [
        "A sample of step time is the wall time of a chunk of steps, divided by its steps; the "
        "device was synchronised at both ends. Compilation is not step time. Chunks are left out, and "
        f"counted with the reason, for these: {all_reasons()}.",
        "Median, 90th and 99th percentile are those of the run's summary: of an even number of samples "
        "the median is the mean of the two in the middle, percentiles are of the nearest rank, and n/a "
        "where that would be the largest sample (p90 below 10, p99 below 100). All are read from a "
        "histogram whose bins are 0.1 % wide, so within 0.05 % of the samples'.",
        f"Intervals are 95 % percentile intervals of the median from {RESAMPLES:,} seeded bootstrap "
        "resamples of the clean samples in the run log. Whole blocks of neighbours are drawn, as long "
        "as a turn where that leaves blocks enough and of n^(1/3) samples at least, because "
        "neighbours in time are alike. They say how well this run's median is known, "
        f"not what another run would give. With fewer than {FEWEST} samples there is none: n/a.",
        "Pace compares a lane with the reference lane turn by turn: the median of the clean chunks of "
        "its turn, over that of the reference's turn just before. What else the machine does meets "
        "both. Told is the median of these ratios, with a 95 % percentile interval from "
        f"{PACE_RESAMPLES:,} seeded bootstrap resamples over blocks of n^(1/3) turns; nothing is said of "
        f"fewer than {FEWEST_TURNS} turns, or while the interval's ends are more than "
        f"{(WIDEST - 1) * 100:.0f} % apart. Modes and batch sizes are not mixed. Of many turns, "
        f"every second, fourth ... is kept, {MOST // 2} at least.",
        "Lane time is the time that a lane held its device, compiling included. Parity is the "
        "largest loss difference to the reference lane at the same step. Curves show the mean of "
        "each stretch of steps, the band its smallest and largest value.",
        "Compiling is told in the frameworks' own parts; n/a are those that they do not tell "
        "apart. In Keras the backend part is the first call without its step; cold or cached "
        "is what the framework says of its disk cache, n/a where it says nothing.",
        "n/a is what was not measured. Nothing is estimated.",
    ]
    thinned = [
        f"{timed.label} in {reading.name} ({len(timed.samples.values):,} of {timed.samples.seen:,})"
        for reading in readings
        for timed in reading.timed
        if timed.samples.width > 1
    ]
    if thinned:
        told.append(
            "Of very many samples, the intervals use a seeded random choice, one of each run of "
            "neighbours, which makes them wider than they would be: " + "; ".join(thinned) + "."
        )
    paragraphs = tuple(Paragraph(text) for text in told)
    return Part("How the figures were taken", "", (), (Section("", paragraphs),))
