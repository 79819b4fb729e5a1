"""Which run is meant by `fwdash attach` alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from engines.errors import RunError, UsageError
from engines.events import encode
from engines.runlog.folder import default_path
from engines.runlog.writer import RunLog
from tests.engines.streams import header
from tui.cli import main
from tui.sources.live_runs import only_run


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


def begun(name: str) -> RunLog:
    log = RunLog(default_path(name))
    log.append(encode(header("jax")))
    return log


def test_the_only_run_that_goes_on_is_meant() -> None:
    begun("old").close()
    log = begun("new")
    assert only_run() == log.path
    log.close()
    with pytest.raises(RunError, match=r"No run is going on.*--no-log cannot be watched"):
        only_run()


def test_of_several_one_must_be_named() -> None:
    logs = [begun("a"), begun("b")]
    with pytest.raises(UsageError, match=r"2 runs are going on, name one of them: .*a"):
        only_run()
    for log in logs:
        log.close()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["attach"], 1, "No run is going on"),
        (["attach", "nothing"], 2, "Unknown run 'nothing'"),
        (["attach", "known"], 2, "stdin is no terminal: start it in one."),
        (["serve", "nothing"], 2, "Unknown run 'nothing'"),
        (["serve", "known", "--host", "0.0.0.0"], 2, "on this machine only"),
        (["serve", "known", "--port", "70000"], 2, "70000"),
        (["serve", "broken"], 1, "is no run log"),
    ],
)
def test_what_cannot_be_is_one_sentence(arguments: list[str], code: int, words: str) -> None:
    begun("known").close()
    default_path("broken").write_text("nonsense\n")
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == code
    assert words in result.output
    assert "Traceback" not in result.output
