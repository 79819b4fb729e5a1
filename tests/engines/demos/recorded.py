"""A run of demos as events, without a worker: two demos with what two frameworks made of them."""

from __future__ import annotations

import json
from pathlib import Path

from engines.demos.planned import chosen, study
from engines.device import find_machine
from engines.events import AnyEvent, Concluded, Found, Header, Phase, Started, encode
from engines.outcomes import Outcome
from engines.phases import PhaseName
from engines.run_plan import study_header
from engines.runlog.writer import RunLog

DEMOS = ("oob_index", "nan_forward", "inplace_grad")
REPORT = """Traceback (most recent call last):
  File "{file}", line 13, in bug
    return step(table, torch.tensor(7)).item()
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/elsewhere/torch/one.py", line 1, in one
    return two()
  File "/elsewhere/torch/two.py", line 2, in two
    raise IndexError
  File "{file}", line 11, in step
    return table[index] * 1.0  # BUG: there are 5 entries
IndexError: index 7 is out of bounds for dimension 0 with size 5
"""


def header() -> Header:
    """The header of the run."""
    return study_header(study(chosen(DEMOS)), find_machine(), ["fwdash", "demo", "oob_index"])


def events(file: Path) -> list[AnyEvent]:
    """What happened: two cells are measured, one is impossible; `file` is the snippet of the first."""
    raised = {
        "stage": "run",
        "exception": "IndexError",
        "first_line": "index 7 is out of bounds for dimension 0 with size 5",
        "line_named": "last_frame",
        "values_named": "true",
        "frames": 4,
        "frames_below": 0,
        "frames_hidden": 0,
        "report_lines": 10,
        "scroll_lines": 2,
        "cpu_seconds": 0.25,
        "seconds": 0.5,
        "compilations": 0,
        "post_mortem": "concrete",
        "warnings": "[]",
        "report": REPORT.format(file=file),
    }
    silent = {"stage": "never", "line_named": "nowhere", "warnings": json.dumps([]), "report": ""}
    return [
        *_cell("oob_index/torch+eager/bug", Outcome.RAISES, "IndexError: index 7", raised),
        *_cell("oob_index/torch+compile/bug", Outcome.SILENTLY_WRONG, "it returned 14", silent),
        *_cell("inplace_grad/jax+eager/bug", Outcome.IMPOSSIBLE, "cannot be written in place", {}),
    ]


def _cell(
    name: str, outcome: Outcome, why: str, findings: dict[str, float | int | str]
) -> list[AnyEvent]:
    return [
        Started(lane=name, at=1.0, pid=1, attempt=1, device="cpu", mode=""),
        *(Found(lane=name, at=2.0, name=key, value=value) for key, value in findings.items()),
        Concluded(lane=name, at=2.0, outcome=outcome, detail=why),
        Phase(lane=name, at=2.0, phase=PhaseName.FINISHED),
    ]


def write_log(path: Path, file: Path) -> Path:
    """The run as a log."""
    log = RunLog(path)
    log.append(b"".join(encode(event) for event in [header(), *events(file)]))
    log.close()
    return path
