"""A framework keeps its colour, whatever lanes stand beside it and whoever shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.accents import COLOURS, OF_FRAMEWORK, accents
from engines.report.chart_look import ACCENTS
from engines.report.made import make_report
from engines.report.page import html_page
from engines.run.run import Run
from tests.engines.streams import header
from tests.engines.written import step_times, trained, write_log
from tests.tui import scripted
from tui.screens.curves import Curves
from tui.views.race_view import markers, parity_view
from widgets.chart.palette import OKABE_ITO

LANES = [
    ("torch", "keras", "jax"),
    ("jax", "torch"),
    ("keras",),
    ("keras+xla", "keras", "jax+eager", "jax"),
]


@pytest.mark.parametrize("lanes", LANES)
def test_the_first_lane_of_a_framework_has_its_colour(lanes: tuple[str, ...]) -> None:
    frameworks = {lane: lane.partition("+")[0] for lane in lanes}
    chosen = accents(frameworks)
    assert list(chosen) == list(lanes)
    assert len(set(chosen.values())) == len(lanes)
    for framework, colour in OF_FRAMEWORK.items():
        of_it = [chosen[lane] for lane in lanes if frameworks[lane] == framework]
        assert of_it[:1] in ([], [colour])


def test_more_lanes_than_colours_share_those_that_are_no_frameworks() -> None:
    chosen = accents({str(number): "torch" for number in range(12)})
    assert list(chosen.values()).count(OF_FRAMEWORK["torch"]) == 1
    assert set(chosen.values()) == set(range(COLOURS))


def test_every_palette_has_as_many() -> None:
    assert len(OKABE_ITO) == len(ACCENTS) == COLOURS


def test_curves_and_lines_of_a_screen_have_it() -> None:
    run = Run(scripted.header(("jax", "keras")))
    run.apply_all(scripted.train(("jax", "keras")))
    letters = markers(tuple(run.lanes))
    curve = Curves(run, letters).curve(run.lanes["jax"], "loss")
    parity = parity_view(run, letters)
    assert curve.accent == parity.reference_accent == OF_FRAMEWORK["jax"]
    assert [lane.accent for lane in parity.lanes] == [OF_FRAMEWORK["keras"]]


def test_charts_of_a_report_have_it_in_a_run_and_in_a_comparison(tmp_path: Path) -> None:
    logs = [
        write_log(
            tmp_path / f"{number}.fwdash.jsonl",
            *trained("jax", step_times(60, seconds)),
            head=header("jax", seed=number),
        )
        for number, seconds in enumerate((1e-3, 2e-3))
    ]
    page = html_page(make_report(logs))
    drawn = page[page.index("<body") :]
    assert f"var(--c{OF_FRAMEWORK['jax']})" in drawn
    for other in set(range(COLOURS)) - {OF_FRAMEWORK["jax"]}:
        assert f"var(--c{other})" not in drawn
