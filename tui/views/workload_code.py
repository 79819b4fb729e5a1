"""The models of a workload as its own file has them: what the code screen shows instead of loops."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import engines
from engines.errors import RunError
from engines.run.lane_state import LaneState
from engines.workloads.catalogue import SHIPPED, is_file
from engines.workloads.file_names import path_of
from tui.views.mode_lines import function_lines
from tui.views.training_loops import lane_badges, read_engine
from widgets.code_pane import CodeView
from widgets.line import Piece

WORKLOADS = Path(engines.__file__).parent / "workloads"


def workload_path(workload: str, folder: Path = WORKLOADS) -> Path:
    """The file that holds a workload: a person's own, or one that ships with fwdash."""
    if is_file(workload):
        return path_of(workload)
    entry = SHIPPED.get(workload.partition(":")[0])
    if entry is None:
        raise RunError(f"This fwdash has no workload {workload!r}: its models cannot be shown.")
    return folder / (entry.module.rpartition(".")[2] + ".py")


def model_code(
    framework: str,
    lanes: Sequence[LaneState],
    markers: dict[str, str],
    accents: dict[str, int],
    workload: str,
    folder: Path = WORKLOADS,
) -> CodeView:
    """A workload's file, with the model of that framework in view.

    Raises `RunError` with one sentence if the file is not here or cannot be read.
    """
    path = workload_path(workload, folder)
    try:
        text = read_engine(path)
    except OSError as error:
        raise RunError(f"{path} cannot be shown: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RunError(f"{path} cannot be shown: it is no UTF-8.") from error
    try:
        home = function_lines(text).get(f"{framework}_model", 1)
    except (SyntaxError, ValueError):
        # Changed since the workers loaded it, to something that is no Python (any more).
        home = 1
    title = (*lane_badges(framework, lanes, markers, accents), Piece(path.name, "label"))
    return CodeView(title=title, text=text, home=home)
