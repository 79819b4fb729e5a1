r"""The path of a person's file as text that any stream and file can hold, and back again.

A name may have bytes that are no text here: of another encoding, or any letter beyond ASCII where Python
was told to know no other. Python keeps such a byte as half a surrogate (PEP 383), which no JSON takes;
as text it is written out, `\xe9`.
"""

from __future__ import annotations

import re
from pathlib import Path

_HALF = re.compile("[\udc80-\udcff]")
_WRITTEN = re.compile(r"\\x([89a-f][0-9a-f])")


def text_of(path: Path | str) -> str:
    """The path as text."""
    return _HALF.sub(lambda half: f"\\x{ord(half[0]) - 0xDC00:02x}", str(path))


def path_of(text: str) -> Path:
    """The file that the text names, as it stands or with bytes written out."""
    path = Path(text).expanduser()
    if not path.exists():
        read = Path(_WRITTEN.sub(lambda byte: chr(0xDC00 + int(byte[1], 16)), text)).expanduser()
        if read.exists():
            return read
    return path
