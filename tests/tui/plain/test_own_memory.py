"""Memory of a worker's own is named as what it is, in new logs and in older ones."""

from __future__ import annotations

from engines import events as ev
from engines.run.run import Run
from engines.run.summary import summarise
from tests.engines.streams import header
from tui.plain.summary_table import summary_table
from tui.views.race_view import lane_view
from widgets.lane_fields import lane_fields


def test_own_memory_of_an_older_log_keeps_its_name() -> None:
    """Both are what nobody else has, but by other measures: the figure stays, named as what it is."""
    told: dict[str, dict[str, int]] = {"own": {"own": 70, "uss": 50}, "USS": {"uss": 50}}
    for measure, memory in told.items():
        run = Run(header("torch"))
        run.apply(ev.ProcessSampled(lane="torch", at=1.0, rss=300, **memory))
        lane = run.lanes["torch"]
        assert (lane.own_measure, lane.peak_own) == (measure, max(memory.values()))
        summary = summarise(run, None)
        assert f"peak_{measure.lower()}_bytes" in summary["lanes"][0]["memory"]
        assert f"{measure} MiB" in summary_table(summary)
        view = lane_view(run, lane, 1.0, accent=0, marker="T")
        labels = [field.label for field in lane_fields(view)]
        assert ("USS" in labels) == (measure == "USS")
        assert ("own mem" in labels) == (measure == "own")
