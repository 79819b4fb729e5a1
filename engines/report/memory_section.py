"""What memory the lanes hold."""

from __future__ import annotations

from collections.abc import Iterator

from engines.report.chart_look import Style
from engines.report.document import Item, Paragraph, Table, chart, columns
from engines.report.figures import mebibytes
from engines.report.line_chart import curve_of, line_chart
from engines.report.reading import RunReading
from engines.run.worker_state import USS


def memory_items(reading: RunReading, styles: dict[str, Style], prefix: str) -> Iterator[Item]:
    """Memory over time, and peaks."""
    lanes = list(reading.run.lanes.values())
    found = False
    for name, title, series in (
        ("own", _own_title(reading.own_memory), reading.own),
        ("rss", "Resident memory (RSS)", {lane.id: lane.rss for lane in lanes}),
        ("gpu", "GPU memory, as the driver sees it", {lane.id: lane.gpu_memory for lane in lanes}),
    ):
        curves = [
            curve_of(one, "wall", lane, styles[lane], 2**-20)
            for lane, one in series.items()
            if one.count
        ]
        svg = line_chart(curves, "wall time (s)", "MiB", from_zero=True)
        found = found or bool(svg)
        yield from chart(f"{prefix}memory-{name}", title, svg)
    if not found:
        yield Paragraph("Memory: n/a, no sample was taken.")
        return
    yield Table(
        columns(
            "lane", f"peak {reading.own_memory} (MiB)", "peak RSS (MiB)", "peak device memory (MiB)"
        ),
        tuple(
            (
                lane.id,
                mebibytes(lane.peak_own),
                mebibytes(lane.peak_rss),
                mebibytes(lane.peak_device_bytes),
            )
            for lane in lanes
        ),
        title="Peaks",
    )


def _own_title(measure: str) -> str:
    return "Memory of its own" + (f" ({USS})" if measure == USS else "")
