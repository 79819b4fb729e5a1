"""Where a traceback goes that no person should see on the screen."""

from __future__ import annotations

import os
import time
import traceback
from pathlib import Path

import platformdirs


def write_crash(error: BaseException) -> str:
    """Write a traceback into the state directory; where it is."""
    text = "".join(traceback.format_exception(error))
    try:
        folder = Path(platformdirs.user_state_dir("fwdash"))
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        return f"no file ({problem.strerror})"
    return str(path)


def in_one_line(error: BaseException) -> str:
    text = " ".join(str(error).split())[:160].rstrip(".")
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
