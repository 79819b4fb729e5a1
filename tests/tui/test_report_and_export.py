"""`fwdash report` and `fwdash export`, as typed."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engines.whole_file import whole_set
from tests.engines.written import RACE, write_log
from tui.cli import main
from tui.commands.termination import unwound_when_terminated


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def fwdash(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_report_is_named_after_its_run_and_never_replaced_unasked(here: Path) -> None:
    shutil.copy(RACE, here / "mine.fwdash.jsonl")
    done = fwdash("report", "mine.fwdash.jsonl")
    assert (done.exit_code, done.output) == (0, "Wrote mine.html\n")
    assert (here / "mine.html").read_text().startswith("<!doctype html>")
    again = fwdash("report", "mine.fwdash.jsonl")
    assert again.exit_code == 1
    assert again.stderr.startswith("fwdash: mine.html is there already")


def test_a_markdown_report_goes_where_it_was_asked_for(here: Path) -> None:
    assert fwdash("report", str(write_log(here / "a")), "-o", "r.md").exit_code == 0
    assert "Nothing was recorded after the header" in (here / "r.md").read_text()


@pytest.mark.parametrize("to", ["csv", "parquet", "tensorboard"])
def test_an_export_makes_its_folder(here: Path, to: str) -> None:
    log = write_log(here / "a", tail=b"{broken}\n")
    done = fwdash("export", str(log), "--to", to, "deep/out")
    assert done.exit_code == 0
    assert done.stdout == "Wrote deep/out\n"
    assert "ends early: line 2 is damaged" in done.stderr
    assert any((here / "deep" / "out").iterdir())


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("report", "none"), 2, "There is no file none"),
        (("report", "a", "-o", "x.pdf"), 2, "end it with .html or .md"),
        (("report", "a", "-o", "no/x.html"), 1, "There is no folder no"),
        (("report", "bad"), 1, "is no run log"),
        (("report",), 2, "Missing argument"),
        (("export", "a", "out"), 2, "Missing option '--to'"),
        (("export", "a", "--to", "xls", "out"), 2, "'xls' is not one of"),
        (("export", "bad", "--to", "csv", "out"), 1, "is no run log"),
        (("export", "a", "--to", "csv", "a"), 2, "is no folder"),
    ],
)
def test_mistakes_are_a_sentence(
    here: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    write_log(here / "a")
    (here / "bad").write_text("no\n")
    done = fwdash(*arguments)
    assert done.exit_code == code
    assert words in done.stderr
    assert "Traceback" not in done.output


def test_a_run_whose_tensorboard_folder_cannot_be_is_refused_before_it_starts(here: Path) -> None:
    (here / "file").write_text("")
    done = fwdash("run", "--headless", "--tensorboard", "file", "torch")
    assert done.exit_code == 2
    assert "file is no folder" in done.stderr
    assert sorted(path.name for path in here.iterdir()) == ["file"]


def test_a_folder_without_a_name_is_none(here: Path) -> None:
    write_log(here / "a")
    done = fwdash("export", "a", "--to", "csv", "")
    assert done.exit_code == 2
    assert "the path is empty" in done.stderr
    assert [path.name for path in here.iterdir() if path.is_file()] == ["a"]


def test_a_request_to_end_clears_away_what_is_half_written(here: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)

    def write() -> None:
        with unwound_when_terminated(), whole_set(here / "out") as new:
            (new / "steps.csv").write_text("half")
            os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(SystemExit) as left:
        write()
    assert left.value.code == 143
    assert not (here / "out").exists()
    assert signal.getsignal(signal.SIGTERM) == before
