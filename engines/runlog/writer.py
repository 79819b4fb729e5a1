"""The run log: a header and events as JSON lines, appended as it happens, readable after any end."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

from engines.errors import RunError

SUFFIX = ".fwdash.jsonl"


class RunLog:
    """A run log being written; every append is one write, so a kill tears one line at most."""

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        """Create the file; raises `RunError` if it exists or cannot be written."""
        self.path = path
        self.notice = ""
        """Why writing stopped, if it did."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | (os.O_TRUNC if overwrite else os.O_EXCL)
        try:
            path.parent.mkdir(0o700, parents=True, exist_ok=True)
            # For its owner only: it holds whatever the workers print.
            self._file: int | None = os.open(path, flags, 0o600)
        except FileExistsError as error:
            if path.is_file():
                raise RunError(
                    f"{path} is there already: choose another name, or add --overwrite."
                ) from error
            raise RunError(
                f"The run log cannot be written to {path}: it or a folder on the way is no file "
                "or folder. Choose another place with --out FILE."
            ) from error
        except OSError as error:
            raise RunError(
                f"The run log cannot be written to {path}: {error.strerror}. "
                "Choose another place with --out FILE."
            ) from error
        # Held for as long as this process lives: tells a watcher that the run goes on. Where there are
        # no locks, the header's `writer` does.
        with contextlib.suppress(OSError):
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def append(self, lines: bytes) -> bool:
        """Write whole lines; after a failure `notice` says why and nothing more is written."""
        if self._file is None:
            return False
        view = memoryview(lines)
        try:
            while view:
                view = view[os.write(self._file, view) :]
        except OSError as error:
            self.notice = f"The run log {self.path} stops here: {error.strerror}. Training goes on."
            self.close()
            return False
        return True

    def close(self) -> None:
        """Stop writing."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
