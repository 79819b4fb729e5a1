"""Texts from elsewhere, such as the name of a file, made safe to show to a person."""

from __future__ import annotations


def visible(text: str) -> str:
    r"""The text in one line, with everything that cannot be seen written out as in Python.

    Control characters and escape sequences would move a terminal's cursor, line ends would look like
    further messages, and marks of direction would put a name's letters in another order: they become
    `\x1b`, `\n`, `\u202e`. A byte of a file's name that is no UTF-8 becomes `\xff`.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else _written_out(one) for one in text)


def visible_lines(text: str) -> str:
    """The text line by line, tabs as spaces, each line as `visible` has it."""
    return "\n".join(visible(line.expandtabs(4)) for line in text.split("\n"))


def _written_out(character: str) -> str:
    code = ord(character)
    # How Python keeps such bytes (PEP 383).
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode()
