"""Headers of older schemas, brought to today's: the one place where an old log is converted."""

from __future__ import annotations

from engines.events import Header, decode_event


def header_from(line: bytes) -> Header:
    """The header in a log's first line, of whatever schema up to ours.

    Raises:
        msgspec.DecodeError: If that is no event.
        TypeError: If it is another event than a header.
    """
    event = decode_event(line)
    if not isinstance(event, Header):
        raise TypeError("it does not begin with a header")
    return event
