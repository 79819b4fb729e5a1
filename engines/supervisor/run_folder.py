"""The folder for temporary files of a run: it ends with the run, and what a killed run left is swept.

TensorFlow, for one, leaves a file for each function that it has traced, and workers end too quickly to
tidy up after themselves.
"""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import os
import re
import shutil
import tempfile
from pathlib import Path

import msgspec

from engines.one_process import OneProcess, lives, this_process

PREFIX = "fwdash-run-"
LOCK = "lock"


class RunFolder:
    """A folder that is this process's while it lives: it holds a lock on a file in it, which names it."""

    def __init__(self) -> None:
        """Make the folder; raises `OSError`."""
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.write(self._lock, msgspec.json.encode(this_process()))
        # Some file systems refuse locks, or grant them to all: then what was written tells.
        with contextlib.suppress(OSError):
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def remove(self) -> None:
        """Remove it with all that is in it; may be called twice."""
        if self._lock >= 0:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = -1


def sweep() -> None:
    """Remove the folders of runs whose process is gone; those of others are left alone."""
    with contextlib.suppress(OSError):
        for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            with contextlib.suppress(OSError):
                if path.is_symlink() or path.stat().st_uid != os.getuid() or _held(path):
                    continue
                shutil.rmtree(path, ignore_errors=True)


def _held(path: Path) -> bool:
    """Whether a process may still hold the folder; one without a lock file is just being made."""
    lock = os.open(path / LOCK, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        named = os.read(lock, 1 << 12)
    except OSError:
        return True
    finally:
        os.close(lock)
    try:
        return lives(msgspec.json.decode(named, type=OneProcess)) is not False
    except msgspec.DecodeError:
        return False  # of an older fwdash, whose lock is all there is


def temporary_files(folder: Path) -> dict[str, str]:
    """The environment that sends temporary files there, and leaves caches where they always were.

    Inductor keeps its cache in the temporary folder unless told otherwise (PyTorch 2.13,
    `torch/_inductor/runtime/cache_dir_utils.py`): it has to outlive the run.
    """
    found = {"TMPDIR": str(folder)}
    if "TORCHINDUCTOR_CACHE_DIR" not in os.environ:
        try:
            user = getpass.getuser()
        except (KeyError, ModuleNotFoundError, OSError):
            user = f"uid_{os.getuid()}"
        name = "torchinductor_" + re.sub(r'[\\/:*?"<>|]', "_", user)
        found["TORCHINDUCTOR_CACHE_DIR"] = os.path.join(tempfile.gettempdir(), name)
    return found
