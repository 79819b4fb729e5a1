"""The logged runs as a list: each run from the head and the end of its log alone."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path

from engines.errors import RunError, UsageError
from engines.phases import RUNNING, PhaseName
from engines.runlog.cursor import LogCursor
from engines.runlog.end import FURTHER, TAIL, LogEnd, read_end
from engines.runlog.folder import index_path, run_name
from engines.runlog.writer import SUFFIX
from engines.runlog.writing import HEAD, Writing, writing
from engines.whole_file import move_where_nothing_is

_NAME = re.compile(r"\w[\w .+@=,-]*")
LONGEST_NAME = 120


@dataclass(frozen=True)
class LoggedLane:
    """One lane of a logged run; None is what the end of the log does not tell."""

    id: str
    result: str | None
    """`finished`, `stopped`, `crashed`, `running`."""
    steps: int | None


@dataclass(frozen=True)
class LoggedRun:
    """A run log as the list has it."""

    name: str
    path: Path
    size: int
    """Bytes."""
    problem: str = ""
    """Why it is no run log that can be opened; all below is empty then."""
    started_at: str = ""
    """UTC, ISO 8601."""
    workload: str = ""
    lanes: tuple[LoggedLane, ...] = ()
    seconds: float | None = None
    """Until the last event."""
    being_written: bool | None = False
    """None where that is not known."""
    damaged: bool = False
    """Whether the end of the log is damaged; damage further up is found when it is opened."""

    @property
    def result(self) -> str:
        """How the lanes ended, in a word if all did alike; `n/a` for those not known."""
        results = [lane.result or "n/a" for lane in self.lanes]
        if len(set(results)) == 1:
            return results[0]
        order = (RUNNING, PhaseName.CRASHED, PhaseName.STOPPED, PhaseName.FINISHED, "n/a")
        counts = [(results.count(one), one) for one in order if one in results]
        return ", ".join(f"{count} {one}" for count, one in counts)


def describe(path: Path) -> LoggedRun | None:
    """What the list says of a file; None if it is gone meanwhile."""
    name = run_name(path)
    try:
        size = path.stat().st_size
    except OSError:
        return None
    try:
        cursor = LogCursor(path, min(size, HEAD))
        cursor.close()
        end = read_end(path, size, TAIL)
        header = cursor.header
        if any(end.status(name) is None for name in header.ids) and not end.whole:
            end = read_end(path, size, FURTHER)
    except RunError as error:
        return LoggedRun(name, path, size, problem=_why(path, error))
    except OSError as error:
        return LoggedRun(name, path, size, problem=f"cannot be read: {error.strerror}")
    state = writing(path)
    return LoggedRun(
        name=name,
        path=path,
        size=size,
        started_at=header.started_at,
        workload=header.recipe.workload
        if header.recipe
        else header.study.name
        if header.study
        else "",
        lanes=tuple(_lane(name, end, state) for name in header.ids),
        seconds=end.at,
        being_written=None if state is Writing.NOT_KNOWN else state is Writing.GOES_ON,
        damaged=end.damaged,
    )


def _why(path: Path, error: RunError) -> str:
    return str(error).removeprefix(f"{path} ").rstrip(".")


def _lane(lane: str, end: LogEnd, state: Writing) -> LoggedLane:
    result = end.status(lane)
    if result == RUNNING or (result is None and end.whole):
        # Where nobody writes on, it was cut off.
        results = {Writing.GOES_ON: RUNNING, Writing.ENDED: PhaseName.STOPPED}
        result = results.get(state)
    steps = end.steps(lane)
    return LoggedLane(lane, result, 0 if steps is None and end.whole else steps)


def check_idle(path: Path, verb: str) -> None:
    """See to it that a run may be touched; raises `RunError` while it is being written, or may be."""
    state = writing(path)
    if state is Writing.GOES_ON:
        raise RunError(f"{run_name(path)} is being recorded: {verb} it when it has ended.")
    if state is Writing.NOT_KNOWN:
        raise RunError(
            f"Whether {run_name(path)} is still being recorded is not known: {state.sentence}. "
            f"{verb.capitalize()} its file yourself if you know that it has ended."
        )


def check_log(path: Path) -> None:
    """See to it that a file is fwdash's own; raises `UsageError` if it is something else."""
    if path.name.endswith(SUFFIX):
        return
    try:
        LogCursor(path, min(path.stat().st_size, HEAD)).close()
    except (RunError, OSError) as error:
        raise UsageError(f"{path} is no run log: it stays as it is.") from error


def delete(path: Path) -> None:
    """Delete a run log and its index; raises `RunError` if it cannot be."""
    check_log(path)
    check_idle(path, "delete")
    try:
        path.unlink()
        index_path(path).unlink(missing_ok=True)
    except OSError as error:
        raise RunError(f"{path} cannot be deleted: {error.strerror}.") from error


def rename(path: Path, name: str) -> Path:
    """Give a run another name, where it is; nothing is overwritten.

    Raises:
        UsageError: If that is no name, or the file is no run log.
        RunError: If the name is taken, the run is being written, or the folder does not allow it.
    """
    name = name.removesuffix(SUFFIX)
    if not _NAME.fullmatch(name) or len(name.encode()) > LONGEST_NAME or name != name.strip():
        raise UsageError(
            f"{name!r} is no name for a run: letters, digits, spaces and . _ - + @ = , only, "
            f"a letter or digit first, at most {LONGEST_NAME} bytes."
        )
    if name == "last":
        raise UsageError("'last' always means the newest run: choose another name.")
    check_log(path)
    check_idle(path, "rename")
    new = path.with_name(f"{name}{SUFFIX}")
    try:
        move_where_nothing_is(path, new)
    except FileExistsError as error:
        raise RunError(f"There is a run {name} already: choose another name.") from error
    except OSError as error:
        raise RunError(f"{path} cannot be renamed: {error.strerror}.") from error
    index = index_path(path)
    if index.is_file() and not index_path(new).exists():
        # Without it, it is built anew.
        with contextlib.suppress(OSError):
            index.rename(index_path(new))
    return new
