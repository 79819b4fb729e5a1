"""What a person calls a run is found, or one sentence says why it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engines.errors import UsageError
from engines.runlog import folder as folder_module
from engines.runlog.folder import find_run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of runs in which one is called `a b`."""
    monkeypatch.setattr(folder_module, "runs_folder", lambda: tmp_path)
    (tmp_path / "a b.fwdash.jsonl").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("text", "why"),
    [("~nobody-of-that-name/x", "There is no file"), ("a" * 5000, "File name too long")],
)
def test_a_path_that_cannot_be_is_said_in_a_sentence(text: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        find_run(text)


def test_a_folder_is_no_run_but_may_be_called_like_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        find_run(str(folder))
    monkeypatch.chdir(folder)
    (folder / "a b").mkdir()
    assert find_run("a b") == folder / "a b.fwdash.jsonl"


def test_a_pipe_among_the_runs_is_none(folder: Path) -> None:
    """Who opens one waits for a writer."""
    os.mkfifo(folder / "pipe.fwdash.jsonl")
    (folder / "folder.fwdash.jsonl").mkdir()
    assert folder_module.logged_runs() == [folder / "a b.fwdash.jsonl"]
