"""`docs/KEYS.md` is made from the table of actions: `python -m tests.key_tables` writes it."""

from __future__ import annotations

import re
from pathlib import Path

from tui.keys.actions import ACTIONS, Action

KEYS = Path(__file__).resolve().parents[1] / "docs" / "KEYS.md"
TABLE = re.compile(r"(<!-- keys:[^\n]*-->\n).*?(<!-- /keys -->)", re.DOTALL)


def key_table() -> str:
    """The actions as Markdown tables: those of the main screen, then those of the others."""
    rows = ["| key | | what it does |", "|---|---|---|"]
    rows += [f"| {_key(action)} | {_does(action)} |" for action in ACTIONS if _of_main(action)]
    rows += ["", "On other screens, and in a replay:", ""]
    rows += ["| where | key | | what it does |", "|---|---|---|---|"]
    rows += [
        f"| {action.group} | {_key(action)} | {_does(action)} |"
        for action in ACTIONS
        if not _of_main(action)
    ]
    return "\n".join(rows) + "\n"


def _of_main(action: Action) -> bool:
    return action.scope == "main"


def _key(action: Action) -> str:
    return f"`{action.key_text}`".replace("|", "\\|")


def _does(action: Action) -> str:
    return f"{action.description} | {action.tooltip}"


def with_keys(text: str) -> str:
    """A document's text with the table as it should be."""
    return TABLE.sub(lambda match: match[1] + key_table() + match[2], text)


if __name__ == "__main__":
    KEYS.write_text(with_keys(KEYS.read_text(encoding="utf-8")), encoding="utf-8")
