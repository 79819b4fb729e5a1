"""What must be known of a lane before its figures are believed stands wherever they stand."""

from __future__ import annotations

from pathlib import Path

from engines import events as ev
from engines.report.notices import notices
from engines.report.reading import read
from engines.run.read import read_run
from engines.run.summary import summarise
from engines.run.worker_state import MOST_NOTES
from tests.engines.logs import write_log
from tests.engines.streams import steps
from tui.plain.summary_table import summary_table
from tui.views.detail_view import facts_view
from widgets.fact_rows import fact_lines

NOTE = "gives up compiling after 8 recompilations: from step 90 on it runs eagerly."


def noted(text: str, at: float = 1.0) -> ev.Noted:
    return ev.Noted(lane="torch", at=at, text=text)


def test_a_note_is_in_summary_table_report_and_detail_once(tmp_path: Path) -> None:
    started = ev.Started(lane="torch", at=0.0, pid=7, attempt=1, device="cpu", mode="eager")
    log = write_log(
        tmp_path / "a.fwdash.jsonl",
        [started, noted(NOTE), steps("torch", 1, [1.0, 0.9]), noted(NOTE, 2.0)],
    )
    run = read_run(log)
    summary = summarise(run, None)
    assert [lane["notes"] for lane in summary["lanes"]] == [[NOTE], [], []]
    assert summary_table(summary).splitlines().count(f"torch: {NOTE}") == 1
    assert f"Lane torch: {NOTE}" in list(notices(read(log)))
    shown = fact_lines(facts_view(run.lanes["torch"]), 40)
    words = " ".join(" ".join(piece.text for piece in line) for line in shown).split()
    assert " ".join(words).startswith(f"worker and device note {NOTE}")


def test_a_lane_that_is_started_again_has_no_notes_of_before(tmp_path: Path) -> None:
    again = ev.Started(lane="torch", at=2.0, pid=8, attempt=2, device="cpu", mode="eager")
    run = read_run(write_log(tmp_path / "a.fwdash.jsonl", [noted(NOTE), again]))
    assert run.lanes["torch"].notes == {}


def test_a_lane_that_says_without_end_is_heard_so_far(tmp_path: Path) -> None:
    told = [noted(f"loss is {n}") for n in range(MOST_NOTES * 3)]
    run = read_run(write_log(tmp_path / "a.fwdash.jsonl", told))
    assert len(run.lanes["torch"].notes) == MOST_NOTES
