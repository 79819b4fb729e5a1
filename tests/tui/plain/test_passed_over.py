"""What a newer fwdash wrote into a log is said wherever the log is read, and is no damage."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.engines.written import finished, step_times, trained, write_log
from tui.cli import main

TOLD = "1 event of a newer fwdash was passed over: weights."


@pytest.mark.parametrize(
    "command",
    [
        ("replay", "{log}", "--headless"),
        ("export", "{log}", "{out}", "--to", "csv"),
        ("export", "{log}", "{out}", "--to", "tensorboard"),
        ("report", "{log}", "-o", "{out}.md"),
    ],
)
def test_it_is_said_and_no_damage(tmp_path: Path, command: tuple[str, ...]) -> None:
    log = write_log(
        tmp_path / "a.fwdash.jsonl",
        *trained("torch", step_times(3)),
        finished("torch"),
        tail=b'{"event":"weights","at":1.0}\n',
    )
    words = [word.format(log=log, out=tmp_path / "out") for word in command]
    done = CliRunner().invoke(main, words, catch_exceptions=False)
    assert done.exit_code == 0
    page = tmp_path / "out.md"
    assert TOLD in done.output + (page.read_text() if page.exists() else "")
    assert "damaged" not in done.output
