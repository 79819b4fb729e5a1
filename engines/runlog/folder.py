"""The logged runs: where they are, and which one a person means."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from platformdirs import user_state_path

from engines.errors import UsageError, unknown
from engines.runlog.writer import SUFFIX
from engines.runlog.writing import Writing, writing


def runs_folder() -> Path:
    """Where runs are kept unless a person says otherwise."""
    return user_state_path("fwdash") / "runs"


def default_path(run_id: str) -> Path:
    """Where a run of that id is kept."""
    return runs_folder() / f"{run_id}{SUFFIX}"


def logged_runs() -> list[Path]:
    """The run logs in the folder, newest first; a file that goes away meanwhile is passed over."""
    found = []
    for path in runs_folder().glob(f"*{SUFFIX}"):
        try:
            about = path.stat()
        except OSError:
            continue
        # Who opens a pipe waits for ever.
        if stat.S_ISREG(about.st_mode):
            found.append((about.st_mtime, path.name, path))
    return [path for _, _, path in sorted(found, reverse=True)]


def run_name(path: Path) -> str:
    """How a run is called: its file's name without the ending."""
    return path.name.removesuffix(SUFFIX)


def find_run(text: str) -> Path:
    """The run log that `text` means: a file, `last`, a run's name, or the beginning of one.

    Raises:
        UsageError: If nothing or more than one run is meant.
    """
    try:
        path = Path(text).expanduser()
        if path.is_file():
            return path
    except RuntimeError as error:
        raise UsageError(f"There is no file {text}: nobody's home is called that.") from error
    except OSError as error:
        raise UsageError(f"{text[:80]} cannot be opened: {error.strerror}.") from error
    runs = logged_runs()
    if text == "last":
        if not runs:
            raise UsageError(f"No run was recorded yet in {runs_folder()}: start one with fwdash.")
        return runs[0]
    names = {run_name(run): run for run in runs}
    if text in names:
        return names[text]
    meant = [name for name in names if text and name.startswith(text)]
    if len(meant) == 1:
        return names[meant[0]]
    if meant:
        raise UsageError(f"{text!r} may mean {len(meant)} runs: {', '.join(meant[:6])}.")
    if text and path.is_dir():
        raise UsageError(f"{text} is a folder: name a run log in it.")
    if os.sep in text or text.endswith(SUFFIX):
        raise UsageError(f"There is no file {text}.")
    if not names:
        raise UsageError(f"There is no file {text}, and no run was recorded in {runs_folder()}.")
    raise unknown("run", text, list(names)[:12])


def being_written(path: Path) -> bool:
    """Whether this run log is being written, as far as is known."""
    return writing(path) is Writing.GOES_ON


def has_ended(path: Path) -> bool:
    """Whether it is known that nobody writes this run log any more."""
    return writing(path) is Writing.ENDED


def index_path(log: Path) -> Path:
    """Where the index of a run log is kept: beside it."""
    return log.with_name(f"{run_name(log)}.fwdash.index")
