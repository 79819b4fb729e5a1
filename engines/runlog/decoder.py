"""The one decoder of lines, of logs and of workers' pipes: what is an event, unknown, or damage.

Bytes become events here and nowhere else, so that here is decided what cannot be true, and here
texts are made safe to show.
"""

from __future__ import annotations

from functools import cache

import msgspec

from engines.events import SCHEMA, AnyEvent, Event, Header, decode_event
from engines.runlog.conversion import header_from
from engines.runlog.flaws import flaw
from engines.runlog.lines import LONGEST
from engines.runlog.passed_over import PassedOver
from engines.runlog.safe_event import needs_no_walk, safe_event
from engines.safe_text import printable

_errors = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_known = frozenset(str(kind.__struct_config__.tag) for kind in Event.__subclasses__())


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
_anything = msgspec.json.Decoder(dict[str, msgspec.Raw])


def event_in(line: bytes, passed: PassedOver) -> AnyEvent | None:
    """The event in a line, None for one of a kind that is not known: a newer fwdash wrote it.

    What is not known is counted in `passed`. Raises `BadLine` for anything else.
    """
    if len(line) >= LONGEST:
        raise BadLine("it does not end")
    try:
        event = decode_event(line)
    except _errors as error:
        if (kind := _unknown(line)) is None:
            raise BadLine(printable(str(error))) from error
        passed.event(kind)
        return None
    if isinstance(event, Header):
        raise BadLine("a second header")
    if reason := flaw(event):
        raise BadLine(reason)
    _count_fields(event, line, passed)
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
        header = header_from(line)
    except _errors as error:
        raise NoLog from error
    if reason := flaw(header):
        raise BadLine(reason)
    if schema == SCHEMA:
        _count_fields(header, line, passed)
    return header if needs_no_walk(line) else safe_event(header)


def _unknown(line: bytes) -> str | None:
    """The kind of an event that is whole and of a kind that is not known; else None."""
    try:
        kind = _kinds.decode(line).event
    except _errors:
        return None
    return None if kind in _known else kind


@cache
def _fields(kind: type[Event]) -> tuple[int, tuple[tuple[str, object], ...]]:
    """How many keys a line of such an event has at least, and the other fields' defaults."""
    fields = msgspec.structs.fields(kind)
    others = [field for field in fields if not field.required]
    defaults = ((field.name, _default(field)) for field in others)
    return 1 + len(fields) - len(others), tuple(defaults)


def _default(field: msgspec.structs.FieldInfo) -> object:
    """What the field is where a line does not have it."""
    made = field.default_factory
    return field.default if made is msgspec.NODEFAULT else made()


def _count_fields(event: AnyEvent, line: bytes, passed: PassedOver) -> None:
    """Count the fields that are not known; nearly always the number of keys shows that none is."""
    kind = type(event)
    keys, others = _fields(kind)
    for name, default in others:
        if getattr(event, name) != default:
            keys += 1
    # Single bytes are counted faster; texts may hold colons.
    if line.count(b":") == keys or line.count(b'":') == keys:
        return
    known = {"event", *(field.encode_name for field in msgspec.structs.fields(kind))}
    for name in _anything.decode(line):
        if name not in known:
            passed.field(str(kind.__struct_config__.tag), name)
