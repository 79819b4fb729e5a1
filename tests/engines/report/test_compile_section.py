"""What a report says of compiling."""

from __future__ import annotations

from pathlib import Path

from engines.events import Compiled, CompileFailed, Started
from engines.graph_break import GraphBreak
from engines.report.made import make_report
from engines.report.markdown import markdown_page
from tests.engines.written import finished, step_times, trained, write_log


def test_graph_breaks_and_what_was_given_up_are_told_with_their_reasons(tmp_path: Path) -> None:
    places = (
        GraphBreak(where="own.py:27", times=40, reason="It prints."),
        GraphBreak(where="own.py:9", reason="It reads a file."),
    )
    who = {"lane": "torch", "mode": "compile"}
    first, later = step_times(20), step_times(20, 2e-3)
    log = write_log(
        tmp_path / "a",
        Started(at=0.5, pid=1, attempt=1, device="cpu", **who),
        Compiled(at=0.9, step=1, seconds=3.0, graphs=42, breaks=41, broken_at=places, **who),
        *trained("torch", first),
        CompileFailed(at=2.0, step=200, fallback="compile", error="forward is left", **who),
        *trained("torch", [*first, *later])[20:],
        finished("torch"),
    )
    text, _ = markdown_page(make_report([log]), "charts")
    for words in (
        "42 graphs, 41 breaks, most at own.py:27", "| own.py:27 | 40 | It prints. |",
        "| own.py:9 | 1 | It reads a file. |", "compile (gave up)", "compile gave up",
        "forward is left",
    ):  # fmt: skip
        assert words in text.replace("\\", ""), words
