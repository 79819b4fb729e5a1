"""README says what is: its key table is the table of actions. `python -m tests.test_readme` writes it."""

from __future__ import annotations

import re
from pathlib import Path

from engines.lane import MODES
from engines.workloads.catalogue import SHIPPED
from tui.actions import ACTIONS

README = Path(__file__).resolve().parents[1] / "README.md"
KEYS = re.compile(r"(<!-- keys:[^\n]*-->\n).*?(<!-- /keys -->)", re.DOTALL)


def key_table() -> str:
    """The actions as a Markdown table."""
    rows = ["| key | | what it does |", "|---|---|---|"]
    for action in ACTIONS:
        key = action.key_text.replace("|", "\\|")
        rows.append(f"| `{key}` | {action.description} | {action.tooltip} |")
    return "\n".join(rows) + "\n"


def with_keys(text: str) -> str:
    """README's text with the table as it should be."""
    return KEYS.sub(lambda match: match[1] + key_table() + match[2], text)


def test_the_key_table_is_the_table_of_actions() -> None:
    text = README.read_text(encoding="utf-8")
    assert KEYS.search(text)
    assert with_keys(text) == text, "run: python -m tests.test_readme"


def test_every_mode_and_workload_is_named() -> None:
    text = README.read_text(encoding="utf-8")
    for modes in MODES.values():
        for mode in modes:
            assert f"`{mode}`" in text
    for name in SHIPPED:
        assert name in text


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
