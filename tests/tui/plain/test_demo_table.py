"""What was measured of the demos as text: a table a demo, nothing of what was not begun."""

from __future__ import annotations

from engines.demos.catalogue import find_demo
from engines.demos.table import FIGURES, demo_document
from engines.run.run import Run
from engines.run.summary import summarise
from tests.engines.demos.recorded import events, header
from tui.plain.demo_table import exit_code
from tui.plain.farewell import farewell
from tui.plain.summary_table import summary_table


def measured() -> Run:
    run = Run(header())
    run.apply_all(events(find_demo("oob_index").path("torch")))
    return run


def test_the_document_has_an_entry_a_cell_with_every_figure() -> None:
    run = measured()
    document = demo_document(run)
    assert len(document["cells"]) == len(run.cells)
    first = document["cells"][0]
    assert (first["demo"], first["group"], first["outcome"]) == (
        "oob_index",
        "out of range",
        "raises",
    )
    assert set(FIGURES) <= set(first)
    assert first["values_named"] is True
    assert first["same_as_plain"] is True
    compiled = next(cell for cell in document["cells"] if cell["mode"] == "compile")
    assert (compiled["outcome"], compiled["same_as_plain"]) == ("silently_wrong", False)
    assert document["cells"][-1]["outcome"] is None


def test_who_leaves_is_told_what_was_measured_and_nothing_else() -> None:
    text = farewell(measured(), None, (), 120)
    assert "oob_index: Index 7 into 5 entries" in text
    assert "nan_forward" not in text
    assert "Traceback" not in text


def test_the_summary_of_a_study_leaves_out_what_was_not_begun() -> None:
    run = measured()
    text = summary_table(summarise(run, None))
    assert "oob_index/torch+eager/bug: frames 4" in text
    assert "Traceback" not in text
    assert f"{len(run.cells) - 3} cells were not measured" in text


def test_a_run_that_was_interrupted_is_no_success() -> None:
    assert exit_code(measured()) == 1
