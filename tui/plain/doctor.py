"""`fwdash doctor`: what works here, what does not, and what to do about it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
from platformdirs import user_state_path

from engines.cause import cause
from engines.device import Machine, find_machine
from engines.keras_settings import keras_home
from engines.run_plan import switches_here
from engines.switches import without
from tui.terminal import encoding_lacks

IMPORTS = {
    "torch": ("import torch as m", "pip install torch"),
    "keras": (
        "import os; os.environ['KERAS_BACKEND'] = 'tensorflow'; import tensorflow; import keras as m",
        "pip install tensorflow keras",
    ),
    "jax": ("import flax.nnx, optax; import jax as m", "pip install jax flax optax"),
}
IMPORT_SECONDS = 180


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    good: bool
    text: str


def examine() -> int:
    """Print all findings; 0 if everything works, 1 if something does not."""
    good = True
    for finding in _findings():
        click.echo(f"{'ok ' if finding.good else 'BAD'}  {finding.what:<10} {finding.text}")
        good &= finding.good
    return 0 if good else 1


def _findings() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", sys.version_info >= (3, 11), version)
    lacks = encoding_lacks(sys.stdout)
    yield Finding("encoding", not lacks, lacks or str(sys.stdout.encoding))
    machine = find_machine()
    cores = len(machine.cores)
    shared = "" if cores > 1 else ": dashboard and lanes share it, step times include that"
    yield Finding("cores", True, f"{cores}{shared}")
    for limit in machine.limits:
        yield Finding("limit", True, limit)
    yield from _gpus(machine)
    yield from _switches()
    with ThreadPoolExecutor() as pool:
        yield from pool.map(_framework, IMPORTS)
    yield _compiler()
    yield _terminal()
    yield _state_directory()
    yield from _config()


def _gpus(machine: Machine) -> Iterator[Finding]:
    """Which GPUs can be used, and why others cannot."""
    for gpu in machine.gpus:
        yield Finding("gpu", True, f"{gpu.name} {gpu.model}")
    for lost in machine.lost_gpus:
        yield Finding("gpu", False, f"{lost.name} cannot be used: {lost.reason}")
    if machine.gpu_broken:
        yield Finding("gpu", False, machine.gpu_note)
    elif not machine.gpus and not machine.lost_gpus:
        yield Finding("gpu", True, f"none, lanes run on the CPU ({machine.gpu_note})")
    if machine.gpus_hidden and machine.gpus:
        yield Finding("gpu", True, machine.gpus_hidden)


def _switches() -> Iterator[Finding]:
    """What the environment asks of frameworks, and whether lanes heed it."""
    told = switches_here()
    for text in told.get("switches_set_aside", ()):
        yield Finding("switches", True, f"{text}: lanes run without it")
    for text in told.get("switches_kept", ()):
        yield Finding("switches", True, f"{text}: lanes run with it")
    if not told:
        yield Finding("switches", True, "none that change what a mode or a precision means")


def _config() -> Iterator[Finding]:
    """What is wrong with the person's settings."""
    from tui.config import config_path, load_config

    problems = load_config().problems
    yield from (Finding("config", False, problem) for problem in problems)
    if not problems:
        path = config_path()
        yield Finding("config", True, str(path) if path.exists() else f"none at {path}")


def _framework(name: str) -> Finding:
    code, install = IMPORTS[name]
    try:
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [sys.executable, "-P", "-c", f"{code}; print('version', m.__version__)"],
                capture_output=True,
                text=True,
                timeout=IMPORT_SECONDS,
                env=without(os.environ) | keras_home(Path(folder)),
            )
    except subprocess.TimeoutExpired:
        return Finding(name, False, f"import took longer than {IMPORT_SECONDS} s")
    versions = [line for line in done.stdout.splitlines() if line.startswith("version ")]
    if done.returncode == 0 and versions:
        return Finding(name, True, versions[-1].removeprefix("version "))
    lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
    # TensorFlow ends with advice: its last line is not the error's.
    why = cause(done.stderr) if done.returncode == 1 and "Traceback" in done.stderr else lines[-1]
    return Finding(name, False, f"does not import: {why.rstrip('.')}. Try: {install}")


def _compiler() -> Finding:
    """Whether torch.compile's C++ compiler can make a program."""
    name = os.environ.get("CXX", "g++")
    if shutil.which(name) is None:
        text = f"{name} not found: torch+compile will not work on the CPU; install g++"
        return Finding("compiler", False, text)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "try.cpp"
        source.write_text("#include <vector>\nint main() { return std::vector<int>(1).at(0); }\n")
        made = subprocess.run(
            [name, str(source), "-o", str(Path(folder) / "try")], capture_output=True, text=True
        )
    if made.returncode:
        lines = made.stderr.strip().splitlines() or ["no reason given"]
        return Finding("compiler", False, f"{name} does not compile C++: {lines[0]}")
    return Finding("compiler", True, name)


def _terminal() -> Finding:
    term = os.environ.get("TERM", "")
    if not sys.stdout.isatty():
        return Finding("terminal", True, "stdout is no terminal: the dashboard needs one")
    if term in ("", "dumb"):
        return Finding("terminal", False, f"TERM is {term or 'not set'}: only --headless works")
    size = shutil.get_terminal_size()
    return Finding("terminal", True, f"{term}, {size.columns}x{size.lines}")


def _state_directory() -> Finding:
    path = user_state_path("fwdash")
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        return Finding("run logs", False, f"{path} is not writable: {error.strerror}; use --out")
    return Finding("run logs", True, str(path))
