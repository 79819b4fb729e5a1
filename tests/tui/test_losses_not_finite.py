"""A loss that is no number is shown as that wherever it is looked for, and parity has failed then."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from engines.events import AnyEvent, Evaluated, Header
from engines.report.made import make_report
from engines.report.page import html_page
from engines.run.run import Run
from engines.run.summary import summarise
from tests.engines.streams import header, steps
from tests.engines.written import finished, write_log
from tui.plain.summary_table import summary_table
from tui.views.copied import readout_text
from tui.views.race_view import lane_view, parity_view
from widgets.chart import Curve, read
from widgets.lane_fields import lane_fields
from widgets.run_lines import parity_line

HEAD = header("torch", "keras")


def told(keras: list[float | None], torch: list[float | None]) -> list[AnyEvent]:
    return [
        steps("torch", 1, torch),
        steps("keras", 1, keras),
        finished("torch"),
        finished("keras"),
    ]


GOOD: list[float | None] = [2.0, 1.5, 1.25, 1.125]
LOST: list[float | None] = [2.0, 1.5, None, None]


def run_of(events: list[AnyEvent], head: Header = HEAD) -> Run:
    run = Run(head)
    run.apply_all(events)
    return run


@pytest.mark.parametrize(
    ("keras", "torch", "why"),
    [
        (LOST, GOOD, "failed at step 3: the loss of keras is not finite, that of torch is"),
        (GOOD, LOST, "failed at step 3: the loss of torch is not finite, that of keras is"),
        (LOST, LOST, "failed at step 3: both losses are not finite"),
        ([1.7e308, 1.0], [-1.7e308, 1.0], "failed at step 1: the losses are too far apart"),
        ([2.0, None, 1.25], [2.0, 1.5, 1.25], "failed at step 2: the loss of keras is not finite"),
    ],
)
def test_parity_has_failed_from_the_first_step_that_cannot_be_compared(
    keras: list[float | None], torch: list[float | None], why: str
) -> None:
    with np.errstate(over="ignore"):
        run = run_of(told(keras, torch))
    summary = json.loads(json.dumps(summarise(run, None), allow_nan=False))
    # The finite steps before may have agreed to the last digit: no figure may say so.
    assert summary["parity"]["max_abs_loss_difference"] == {"keras": None}
    assert summary["parity"]["failed"]["keras"]["reason"].startswith(why)
    assert f"parity: keras to torch: {why}" in summary_table(summary)
    view = parity_view(run, {"torch": "T", "keras": "K"})
    line = "".join(piece.text for piece in parity_line(view, 100))
    assert why.partition(":")[0] in line
    pane = lane_view(run, run.lanes["keras"], 1.0, accent=0, marker="K")
    assert pane.parity_failed


def test_parity_of_finite_losses_has_not_failed() -> None:
    summary = summarise(run_of(told(GOOD, GOOD)), None)
    assert "failed" not in summary["parity"]
    assert summary["parity"]["max_abs_loss_difference"] == {"keras": 0.0}
    assert "finite" not in summary_table(summary)


def test_table_and_json_say_from_which_step() -> None:
    summary = summarise(run_of(told(LOST, GOOD)), None)
    table = summary_table(summary)
    row = next(line for line in table.splitlines() if line.startswith("keras "))
    assert row.split()[4] == "nan"
    assert "keras: the loss is not finite from step 3 on" in table
    assert summary["lanes"][1]["loss"] == {"first": 2.0, "last": None}
    assert summary["lanes"][1]["not_finite"] == {
        "first_step": 3,
        "steps": 2,
        "last": True,
        "test_loss": False,
    }
    assert "not_finite" not in summary["lanes"][0]


def test_one_that_becomes_finite_again_is_not_forgotten() -> None:
    table = summary_table(summarise(run_of(told([2.0, None, 1.25], [2.0, 1.5, 1.25])), None))
    assert "keras: the loss is not finite at 1 step, first at step 2" in table


def test_a_test_loss_that_is_not_finite_is_not_one_that_was_not_measured() -> None:
    evaluated = Evaluated(lane="keras", at=2.0, step=4, loss=None, accuracy=0.1)
    run = run_of([*told(GOOD, GOOD), evaluated])
    summary = summarise(run, None)
    assert summary["lanes"][1]["not_finite"]["test_loss"]
    assert "not_finite" not in summary["lanes"][0]
    assert "keras: the last test loss is not finite" in summary_table(summary)
    assert run.lanes["keras"].diverged
    view = lane_view(run, run.lanes["keras"], 1.0, accent=0, marker="K")
    fields = {one.label: (one.value, one.role) for one in lane_fields(view)}
    assert fields["test loss"] == ("nan", "error")
    other = lane_view(run, run.lanes["torch"], 1.0, accent=0, marker="T")
    assert {one.label: one.value for one in lane_fields(other)}["test loss"] == "n/a"


def test_the_pane_shows_it() -> None:
    run = run_of(told(LOST, GOOD))
    view = lane_view(run, run.lanes["keras"], 1.0, accent=0, marker="K")
    fields = {one.label: (one.value, one.role) for one in lane_fields(view)}
    assert fields["loss"] == ("nan", "error")
    assert fields["parity"] == ("failed", "error")


def test_the_charts_label_tells_what_is_no_number_from_what_is_not_there() -> None:
    lost = Curve(np.arange(3.0), np.array([2.0, math.nan, math.nan]), label="keras", marker="K")
    none = Curve(np.empty(0), np.empty(0), label="jax", marker="J")
    readings = read((lost, none), None)
    assert [one.diverged for one in readings] == [True, False]
    copied = readout_text(readings, "loss", "step", 0).splitlines()
    assert copied[1:] == ["keras\t2\tnan", "jax\tn/a\tn/a"]
    assert not read((lost,), 0.0)[0].diverged


def test_the_report_says_it_in_table_and_notices(tmp_path: Path) -> None:
    page = html_page(make_report([write_log(tmp_path / "a", *told(LOST, GOOD), head=HEAD)]))
    assert "failed at step 3: the loss of keras is not finite, that of torch is" in page
    assert (
        "The loss of lane keras was not finite at 2 steps: it is not finite from step 3 on" in page
    )
    assert page.count("not finite") >= 4  # `loss, last` and the paragraph below the chart too
    assert "losses were equal" not in page
