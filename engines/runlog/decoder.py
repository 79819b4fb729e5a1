"""The one decoder of lines, of logs and of workers' pipes: what is an event, unknown, or damage.

Bytes become events here and nowhere else, so that here is decided what cannot be true, and here
texts are made safe to show.
"""

from __future__ import annotations

import msgspec

from engines.events import SCHEMA, AnyEvent, Event, Header, decode_event
from engines.runlog.conversion import of_today
from engines.runlog.flaws import flaw
from engines.runlog.lines import LONGEST
from engines.runlog.passed_over import PassedOver
from engines.runlog.safe_event import needs_no_walk, safe_event
from engines.runlog.unknown_fields import known_part
from engines.safe_text import printable

_errors = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_structs = {str(kind.__struct_config__.tag): kind for kind in Event.__subclasses__()}


class BadLine(ValueError):
    """A line that is no event that can be true; says why."""

    def at(self, number: int) -> str:
        """The same of a line of that number."""
        reason = str(self)
        return f"line {number} is {'' if reason.startswith('a second') else 'damaged: '}{reason}"


class NewerSchema(Exception):
    """A log was written by an fwdash to whom the same words mean something else."""

    def __init__(self, schema: int) -> None:
        super().__init__(schema)
        self.schema = schema


class NoLog(ValueError):
    """A first line that is no header at all."""


class _Kind(msgspec.Struct):
    event: str


class _Schema(msgspec.Struct):
    schema: int = 1


_kinds = msgspec.json.Decoder(_Kind)
_schemas = msgspec.json.Decoder(_Schema)


def event_in(line: bytes, passed: PassedOver) -> AnyEvent | None:
    """The event in a line, None for one of a kind that is not known: a newer fwdash wrote it.

    What is not known is counted in `passed`. Raises `BadLine` for anything else.
    """
    if len(line) >= LONGEST:
        raise BadLine("it does not end")
    event: AnyEvent | None
    try:
        event = decode_event(line)
    except _errors:
        # It is damaged, or it holds what is not known: only then is it looked at twice.
        event = _what_is_known(line, passed)
        if event is None:
            return None
    if isinstance(event, Header):
        raise BadLine("a second header")
    if reason := flaw(event):
        raise BadLine(reason)
    return event if needs_no_walk(line) else safe_event(event)


def header_in(line: bytes, passed: PassedOver) -> Header:
    """The header in a log's first line.

    Raises:
        NewerSchema: If what was written then means something else.
        NoLog: If that is no line of a run log.
        BadLine: If it is one, but no header that can be.
    """
    try:
        if (schema := _schemas.decode(line).schema) > SCHEMA:
            raise NewerSchema(schema)
        if _kinds.decode(line).event != "header":
            raise BadLine("it does not begin with a header")
        document = of_today(msgspec.json.decode(line))
        known, unknown = known_part(document, Header)
        header = msgspec.convert(known, Header)
    except _errors as error:
        raise NoLog from error
    if reason := flaw(header):
        raise BadLine(reason)
    for name in unknown:
        passed.field("header", name)
    return header if needs_no_walk(line) else safe_event(header)


def _what_is_known(line: bytes, passed: PassedOver) -> AnyEvent | None:
    """The event in a line without what of it is not known, None if its kind is not known.

    Counts both. Raises `BadLine` where a line is wrong in another way.
    """
    try:
        kind = _kinds.decode(line).event
        if kind not in _structs:
            passed.event(kind)
            return None
        known, unknown = known_part(msgspec.json.decode(line), _structs[kind])
        event: AnyEvent = msgspec.convert(known, _structs[kind])  # type: ignore[assignment]
    except _errors as error:
        raise BadLine(printable(str(error))) from error
    for name in unknown:
        passed.field(kind, name)
    return event
