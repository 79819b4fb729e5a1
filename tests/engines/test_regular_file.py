"""What is no regular file is refused and never waited for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from engines.errors import RunError
from engines.regular_file import open_regular
from engines.runlog.cursor import LogCursor
from tui.film.pictures.cast_reader import CastReader


@pytest.mark.parametrize("opened", [open_regular, LogCursor, CastReader])
def test_pipes_devices_and_folders_are_refused(
    tmp_path: Path, opened: Callable[[Path], object]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    before = len(os.listdir("/proc/self/fd"))
    for path in (pipe, Path("/dev/zero"), tmp_path):
        with pytest.raises(RunError, match="no regular file"):
            opened(path)
    assert len(os.listdir("/proc/self/fd")) == before
    with pytest.raises(RunError, match="No such file"):
        opened(tmp_path / "none")


def test_a_regular_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    with open_regular(path) as file:
        assert file.read() == b"abc"
