"""A replay gives the summary of the live run, letter by letter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end import fwdash


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["table", "json"])
def test_headless_replay_prints_what_the_live_run_printed(
    tmp_path: Path, form: tuple[str, ...]
) -> None:
    log = tmp_path / "run.fwdash.jsonl"
    asked = ("torch", "--steps", "130", "--change", "60:torch=compile" if form else "9:torch=eager")
    live = fwdash.run("run", *asked, "--headless", *form, "--out", str(log))
    assert live.returncode == 0, live.stderr
    again = fwdash.run("replay", str(log), "--headless", *form)
    assert again.returncode == 0, again.stderr
    assert again.stdout == live.stdout
    listed = fwdash.run("runs", "--json", XDG_STATE_HOME=str(tmp_path / "none"))
    assert json.loads(listed.stdout) == []
