"""README says what is: its key table is the table of actions. `python -m tests.test_readme` writes it."""

from __future__ import annotations

import re
from pathlib import Path

from engines.lane import MODES
from engines.workloads.catalogue import SHIPPED
from tui.keys.actions import ACTIONS, Action

README = Path(__file__).resolve().parents[1] / "README.md"
KEYS = re.compile(r"(<!-- keys:[^\n]*-->\n).*?(<!-- /keys -->)", re.DOTALL)


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
