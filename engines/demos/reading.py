"""What a traceback tells, read from the printed report and from its frames."""

from __future__ import annotations

import re
import traceback
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType

LAST_FRAME = "last_frame"
IN_TRACEBACK = "traceback"
IN_MESSAGE = "message"
IN_WARNING = "warning"
NOWHERE = "nowhere"
_PLACES = re.compile(r"(?:https?://|/)[^\s,'\"()]+|\b0x[0-9a-f]+\b")


@dataclass(frozen=True)
class Frame:
    """One line of a traceback."""

    file: str
    line: int
    name: str


def as_printed(error: BaseException) -> list[traceback.StackSummary]:
    """The stacks that Python prints for an error, its causes first."""
    told = traceback.TracebackException.from_exception(error)
    stacks = []
    one: traceback.TracebackException | None = told
    while one is not None:
        stacks.append(one.stack)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return stacks[::-1]


def frames_of(stack: traceback.StackSummary) -> list[Frame]:
    """A stack as plain data."""
    return [Frame(one.filename, one.lineno or 0, one.name) for one in stack]


def without(error: BaseException, ours: Path, snippet: Path) -> BaseException:
    """The error as if the snippet had been run by itself: none of the frames that ran it, of those below
    the file or folder `ours`."""
    seen: BaseException | None = error
    done: set[int] = set()
    while seen is not None and id(seen) not in done:
        done.add(id(seen))
        seen.__traceback__ = _cut(seen.__traceback__, str(ours), str(snippet))
        seen = seen.__cause__ or seen.__context__
    return error


def _cut(first: TracebackType | None, ours: str, snippet: str) -> TracebackType | None:
    kept: TracebackType | None = None
    for one in reversed(list(walk(first))):
        file = one.tb_frame.f_code.co_filename
        if file == snippet or not file.startswith(ours):
            kept = TracebackType(kept, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return kept


def walk(first: TracebackType | None) -> Iterator[TracebackType]:
    """A traceback's entries, the outermost first."""
    while first is not None:
        yield first
        first = first.tb_next


def frame_at(error: BaseException, file: Path, lines: Collection[int]) -> FrameType | None:
    """The innermost frame of the traceback that stands at one of the lines: what a debugger finds."""
    found = [
        one.tb_frame
        for one in walk(error.__traceback__)
        if one.tb_frame.f_code.co_filename == str(file) and one.tb_lineno in lines
    ]
    return found[-1] if found else None


def names_line(text: str, file: Path, lines: Collection[int]) -> bool:
    """Whether a text names the file with one of the lines."""
    return any(int(number) in lines for number in _mentions(file).findall(text))


def _mentions(file: Path) -> re.Pattern[str]:
    return re.compile(re.escape(file.name) + r"(?:\", line |:| line |, line )(\d+)")


def line_named(
    error: BaseException, warned: str, file: Path, lines: Collection[int]
) -> tuple[str, int | None]:
    """Where the bug's line is named, at best; and how many frames stand below it in the traceback."""
    stacks = as_printed(error)
    last = frames_of(stacks[-1])
    at = [n for n, one in enumerate(last) if one.file == str(file) and one.line in lines]
    below = len(last) - 1 - at[-1] if at else None
    if below == 0:
        return LAST_FRAME, below
    if at or any(
        one.file == str(file) and one.line in lines for each in stacks for one in frames_of(each)
    ):
        return IN_TRACEBACK, below
    if names_line(message_of(error), file, lines):
        return IN_MESSAGE, below
    return (IN_WARNING if names_line(warned, file, lines) else NOWHERE), below


def message_of(error: BaseException) -> str:
    """What the error says, notes included."""
    return "\n".join([str(error), *getattr(error, "__notes__", ())])


def first_line(error: BaseException) -> str:
    """The first line of an error's message that has something in it."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "")


def values_named(text: str, values: Sequence[str]) -> bool | None:
    """Whether every value stands in a text, paths and addresses aside; None where there are none.

    A shape may be written as `2x9`; the 8 of `int8` is no value.
    """
    if not values:
        return None
    bare = _PLACES.sub(" ", text)
    return all(
        re.search(rf"(?:(?<![\w.])|(?<=\dx)){re.escape(one)}(?:(?!\w)|(?=x\d))", bare)
        for one in values
    )


def scroll_lines(report: str, file: Path, lines: Collection[int]) -> int | None:
    """Lines from the end of a report up to the last mention of the bug's line; None without one."""
    told = report.rstrip("\n").splitlines()
    at = [n for n, line in enumerate(told) if names_line(line, file, lines)]
    return len(told) - 1 - at[-1] if at else None
