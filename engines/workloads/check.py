"""Looks at a workload before a run: one clear sentence now instead of three crashed lanes later.

A person's own file is run in a process of its own, because it may import a framework at its top,
print, hang or end Python. `python -m engines.workloads.check FILE FRAMEWORK...` prints one JSON
line: `{"ok": true, "name": ...}` with the fields of `Checked` (exit code 0), or `{"ok": false,
"error": ...}` (exit code 2). What the file itself prints goes to stderr.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import os
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from engines.errors import UsageError
from engines.memory_killer import MemoryKiller
from engines.workloads.catalogue import canonical, is_file, load
from engines.workloads.examine import Checked, examine, told
from engines.workloads.file_names import path_of, text_of

LIMIT_SECONDS = 60.0
"""For importing a file and for calling its data() and weights(rng), together."""
GRACE_SECONDS = 10.0
"""For Python to start and to answer on top of that; then the process is killed."""


def check(name: str, frameworks: Sequence[str], limit_seconds: float = LIMIT_SECONDS) -> Checked:
    """Look at the workload of that name or in that file; a file is run in another process.

    Raises `UsageError` with one sentence about the first thing that does not fit.
    """
    name = canonical(name)
    if not is_file(name):
        return examine(load(name), frameworks)
    path = Path(name)
    command = [sys.executable, "-P", "-m", "engines.workloads.check"]
    command += [f"--limit={limit_seconds}", str(path_of(name)), *frameworks]
    root = str(Path(__file__).resolve().parents[2])
    search = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    killer = MemoryKiller()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            env=os.environ | {"PYTHONPATH": search, "PYTHONIOENCODING": "utf-8:backslashreplace"},
            start_new_session=True,
        )
        try:
            code = process.wait(limit_seconds + GRACE_SECONDS)
            ended = f"ended Python with {_ending(code)}"
            if code == -signal.SIGKILL:
                ended = f"was {killer.sentence()},"
        except subprocess.TimeoutExpired:
            ended = f"was still running after {limit_seconds:g} s"
        finally:  # also what the file itself has started, and also on Ctrl-C
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        out.seek(0)
        err.seek(0)
        line, words = out.readline(), err.read().decode(errors="replace").strip()
    if not line:
        last = f" Its last words: {words.splitlines()[-1]}" if words else ""
        raise UsageError(f"{path.name} {ended} while fwdash looked at it.{last}")
    said = msgspec.json.decode(line)
    if not said.pop("ok"):
        raise UsageError(said["error"])
    return msgspec.convert(said, Checked)


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Answer on the real stdout and end the process, whatever the file has left running."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    lock = threading.Lock()
    parser = argparse.ArgumentParser(prog="python -m engines.workloads.check")
    parser.add_argument("file")
    parser.add_argument("frameworks", nargs="*")
    parser.add_argument("--limit", type=float, default=LIMIT_SECONDS, help="seconds")
    asked = parser.parse_args(arguments)
    file = str(Path(asked.file).expanduser().resolve())
    name = text_of(Path(file).name)

    def answer(said: dict[str, Any]) -> None:
        with lock:
            if not said["ok"]:
                said["error"] = text_of(said["error"])
            answers.write(msgspec.json.encode(said) + b"\n")
            answers.flush()
            os._exit(0 if said["ok"] else 2)

    def give_up(main_thread: int) -> None:
        frames = traceback.walk_stack(sys._current_frames()[main_thread])
        lines = [line for frame, line in frames if frame.f_code.co_filename == file]
        where = f"{name}, line {lines[0]}" if lines else name
        error = (
            f"{where}: still running after {asked.limit:g} s; every lane imports the file and "
            "calls data() and weights(rng), so prepare what takes long beforehand."
        )
        answer({"ok": False, "error": error})

    timer = threading.Timer(asked.limit, give_up, [threading.get_ident()])
    timer.daemon = True
    timer.start()
    try:
        workload = load(asked.file)
    except BaseException as error:
        cause = error.__cause__ if isinstance(error, UsageError) else error
        if cause is None or isinstance(cause, SyntaxError):  # the sentence is complete
            answer({"ok": False, "error": str(error)})
        else:
            answer({"ok": False, "error": told(cause, name, file, "importing it")})
    try:
        answer({"ok": True} | dataclasses.asdict(examine(workload, asked.frameworks)))
    except UsageError as error:
        answer({"ok": False, "error": str(error)})


if __name__ == "__main__":
    main()
