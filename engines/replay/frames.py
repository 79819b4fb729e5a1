"""The format of a replay's index: frames of plain data, each with its length and checksum.

Nothing in it is code, whoever wrote it; what does not fit together is found out when it is read.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

MAGIC = b"fwdash index 17\n"
HEAD = 1 << 16
"""Bytes of a log's beginning that tell it from another one."""
_length = struct.Struct("<II")


class Identity(msgspec.Struct, tag=0, array_like=True, frozen=True):
    """Which log an index is of."""

    size: int
    changed: int
    """When the log was last written to, in nanoseconds."""
    head: bytes


class ColumnPart(msgspec.Struct, array_like=True, frozen=True):
    """Closed buckets of a series from number `first` on, at one width."""

    number: int
    width: int
    first: int
    data: memoryview


class LossPart(msgspec.Struct, array_like=True, frozen=True):
    """The next losses of a lane."""

    number: int
    data: memoryview


class Checkpoint(msgspec.Struct, tag=1, array_like=True, frozen=True):
    """What is known at one place of the log, as far as it differs from the checkpoint before."""

    offset: int
    """Bytes of the log before it."""
    line: int
    at: float
    """`Run.at`, in seconds."""
    steps: tuple[int, ...]
    """Steps of each lane."""
    rows: memoryview
    """The next rows of `engines.replay.kept_events.ROW`."""
    columns: tuple[ColumnPart, ...]
    losses: tuple[LossPart, ...]
    run: memoryview
    """What `engines.replay.checkpoint.capture` made."""


class End(msgspec.Struct, tag=2, array_like=True, frozen=True):
    """The whole log was read."""

    offset: int
    line: int
    at: float
    damaged_line: int | None
    reason: str
    passed: str
    """What a person is told of what a newer fwdash wrote; empty if all of it is known."""


Frame = Identity | Checkpoint | End
_decoder = msgspec.msgpack.Decoder(Frame)


def identity(log: Path) -> Identity:
    """Which log this is now; raises `OSError` if it cannot be read."""
    with open(log, "rb") as file:
        status = os.fstat(file.fileno())
        head = hashlib.sha256(file.read(HEAD)).digest()
    return Identity(status.st_size, status.st_mtime_ns, head)


def pack(frame: Frame) -> bytes:
    """A frame as bytes."""
    payload = msgspec.msgpack.encode(frame)
    return _length.pack(len(payload), zlib.crc32(payload)) + payload


def unpack(data: memoryview, begin: int) -> Iterator[tuple[Frame, int]]:
    """Each whole frame from byte `begin` on, and where it ends; raises `ValueError` at a bad one."""
    while begin + _length.size <= len(data):
        size, checksum = _length.unpack_from(data, begin)
        end = begin + _length.size + size
        if end > len(data):
            return
        payload = data[begin + _length.size : end]
        if zlib.crc32(payload) != checksum:
            raise ValueError("a frame is damaged")
        try:
            yield _decoder.decode(payload), end
        except msgspec.DecodeError as error:
            raise ValueError(f"a frame is none: {error}") from error
        begin = end
