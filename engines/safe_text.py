"""Texts from elsewhere, such as a worker's output or the name of a file, made safe to show."""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    r"""The text in one line, with everything that cannot be seen written out as in Python.

    Control characters and escape sequences would move a terminal's cursor, line ends would look like
    further messages, and marks of direction would put a name's letters in another order: they become
    `\x1b`, `\n`, `\u202e`. A byte of a file's name that is no UTF-8 becomes `\xff`. A space that does
    not break, or of another width, is a space to whoever reads it.
    """
    if text.isprintable():
        return text
    return "".join(one if _is_seen(one) else _written_out(one) for one in text)


def printable_text(text: str) -> str:
    """The text as `printable` has it, but its line ends and tabs stay what they are."""
    if text.isprintable():
        return text
    return "".join(one if one in "\n\t" or _is_seen(one) else _written_out(one) for one in text)


def printable_lines(text: str) -> str:
    """The text line by line, tabs as spaces, each line as `printable` has it."""
    if text.isprintable():
        return text
    return "\n".join(printable(line.expandtabs(4)) for line in text.split("\n"))


def terminal_line(text: str) -> str:
    """A line of output as a terminal would show it, without colours; the rest is written out.

    A progress bar goes back to the start of its line: what it wrote last is what is seen.
    """
    if text.isprintable():
        return text
    text = _ESCAPES.sub("", text.rstrip().rpartition("\r")[2]).expandtabs(4).rstrip()
    return "".join(one if _is_seen(one) else _written_out(one) for one in text)


def _is_seen(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"


def _written_out(character: str) -> str:
    code = ord(character)
    # How Python keeps such bytes (PEP 383).
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode()
