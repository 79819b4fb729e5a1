"""What a terminal is asked and told besides pictures: none of it belongs into a recording."""

from __future__ import annotations

import re

KEPT_MODES = frozenset({"7", "25"})
"""Private modes that change the picture: line wrap and the cursor."""

_SEQUENCE = re.compile(
    r"\x1b\[(?P<mark>[<=>?])(?P<numbers>[0-9;:]*)(?P<between>[ -/]*)(?P<end>[@-~])"
    r"|\x1b\[[0-9;]*(?:[cnx]|\$[pwx]|[0-9]t|t)"  # attributes, status and size: the terminal answers
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, colours, clipboard
    r"|\x1b[PX^_][^\x1b]*\x1b\\"  # device control, application commands
    r"|\x1b[=>]"  # keypad modes
)


def shown_output(data: str) -> str:
    """What of `data` changes the picture, in order.

    Taken out: queries, mouse, focus and paste modes, the kitty keyboard protocol, synchronised output,
    the alternate screen, titles, clipboard and other strings of commands. Sequences must be whole, as
    Textual writes them.
    """
    if "\x1b" not in data:
        return data
    return _SEQUENCE.sub(_kept, data)


def _kept(found: re.Match[str]) -> str:
    if found["mark"] != "?" or found["end"] not in "hl" or found["between"]:
        return ""
    modes = [number for number in found["numbers"].split(";") if number in KEPT_MODES]
    return f"\x1b[?{';'.join(modes)}{found['end']}" if modes else ""
