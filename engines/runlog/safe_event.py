"""Events whose texts can be shown: what workers and logs from elsewhere say commands no terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from engines.events import AnyEvent, Crashed, Header, Logged
from engines.safe_text import printable, printable_lines, printable_text, terminal_line

E = TypeVar("E", bound=AnyEvent)
WITH_TEXTS = (str, tuple, list, dict, msgspec.Struct)


def needs_no_walk(line: bytes) -> bool:
    """Whether the JSON of an event shows at once that nothing in it is to be made safe.

    JSON has control characters behind a backslash only, DEL aside.
    """
    return line.isascii() and b"\\" not in line and b"\x7f" not in line


def safe_event(event: E) -> E:
    """The event with all its texts made safe; texts of several lines stay such, but in a header.

    Doing it twice changes nothing more.
    """
    if isinstance(event, Logged):
        line, level = terminal_line(event.line), printable(event.level)
        return msgspec.structs.replace(event, line=line, level=level, lane=printable(event.lane))
    if isinstance(event, Crashed):
        event = msgspec.structs.replace(event, last_lines=_safe(event.last_lines, printable_lines))
    how = printable if isinstance(event, Header) else printable_text
    return _safe(event, how)  # type: ignore[no-any-return]


def _safe(value: Any, how: Callable[[str], str]) -> Any:
    match value:
        case str():
            return how(value)
        case msgspec.Struct():
            fields = msgspec.structs.asdict(value)
            changed = {
                name: safe
                for name, each in fields.items()
                if isinstance(each, (str, tuple, list, dict, msgspec.Struct))
                and (safe := _safe(each, how)) != each
            }
            return msgspec.structs.replace(value, **changed) if changed else value
        case tuple() | list():
            return type(value)(_safe(each, how) for each in value)
        case dict():
            return {_safe(key, how): _safe(each, how) for key, each in value.items()}
    return value
