"""`docs/ARCHITECTURE.md` has a table of events made from the code: `python -m tests.event_table`."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import get_args

from engines import events as ev

ARCHITECTURE = Path(__file__).resolve().parents[1] / "docs" / "ARCHITECTURE.md"
TABLE = re.compile(r"(<!-- events:[^\n]*-->\n).*?(<!-- /events -->)", re.DOTALL)


def event_table() -> str:
    """A row an event: its name in the log, and the first sentence that the code says of it."""
    rows = ["| event | what it says | fields |", "|---|---|---|"]
    for kind in get_args(ev.AnyEvent):
        says = " ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split())
        fields = ", ".join(f"`{name}`" for name in kind.__struct_fields__)
        rows.append(f"| `{kind.__struct_config__.tag}` | {says} | {fields} |")
    return "\n".join(rows) + "\n"


def with_events(text: str) -> str:
    """The document's text with the table as it should be."""
    return TABLE.sub(lambda match: match[1] + event_table() + match[2], text)


if __name__ == "__main__":
    ARCHITECTURE.write_text(with_events(ARCHITECTURE.read_text(encoding="utf-8")), encoding="utf-8")
