"""From the bytes that a file or a pipe gives to whole lines."""

from __future__ import annotations

LONGEST = 1 << 26
"""Bytes of a line after which it is taken for damage; fwdash writes none that comes near."""


class LineBuffer:
    """Keeps the part of a line that has come so far."""

    def __init__(self) -> None:
        self._begun = bytearray()

    def lines(self, data: bytes) -> list[bytes]:
        """The lines that `data` completes, without their newlines."""
        first, *more = data.split(b"\n")
        # Joined once it is whole: a line that comes in a thousand pieces is not copied for each.
        self._begun += first
        if not more:
            return []
        whole = [bytes(self._begun), *more[:-1]]
        self._begun = bytearray(more[-1])
        return whole

    def rest(self) -> list[bytes]:
        """What never got its newline, if anything."""
        rest, self._begun = bytes(self._begun), bytearray()
        return [rest] if rest else []

    @property
    def begun(self) -> int:
        """Bytes of the line that has come so far."""
        return len(self._begun)
