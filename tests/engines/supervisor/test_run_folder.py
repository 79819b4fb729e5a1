"""Nothing is left behind in the temporary folder, not even by a process that was killed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from engines.supervisor.run_folder import LOCK, PREFIX, RunFolder, sweep, temporary_files


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_ends_with_all_that_is_in_it(temporary: Path) -> None:
    folder = RunFolder()
    (folder.path / "__autograph_generated_file0.py").write_text("x")
    assert folder.path.parent == temporary
    folder.remove()
    folder.remove()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_left_is_swept_and_what_one_holds_is_not(temporary: Path) -> None:
    held = RunFolder()
    code = (
        "import os, signal, tempfile; from engines.supervisor.run_folder import RunFolder; "
        f"tempfile.tempdir = {str(temporary)!r}; RunFolder(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert len(list(temporary.iterdir())) == 2
    (temporary / f"{PREFIX}being-made").mkdir()
    (temporary / f"{PREFIX}file").write_text("not a folder")
    (temporary / f"{PREFIX}link").symlink_to(held.path)
    (temporary / "other").mkdir()
    (temporary / "other" / LOCK).touch()
    sweep()
    names = {f"{PREFIX}being-made", f"{PREFIX}file", f"{PREFIX}link", "other", held.path.name}
    assert {path.name for path in temporary.iterdir()} == names
    held.remove()


def test_inductors_cache_stays_where_it_always_was(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from torch._inductor.runtime.cache_dir_utils import default_cache_dir

    monkeypatch.delenv("TORCHINDUCTOR_CACHE_DIR", raising=False)
    monkeypatch.setattr("getpass.getuser", lambda: "a:strange/user")
    found = temporary_files(Path("/somewhere"))
    assert found == {"TMPDIR": "/somewhere", "TORCHINDUCTOR_CACHE_DIR": default_cache_dir()}
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", "mine")
    assert temporary_files(Path("/somewhere")) == {"TMPDIR": "/somewhere"}
