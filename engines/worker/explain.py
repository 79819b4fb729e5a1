"""From an exception to one sentence that a person can act on."""

from __future__ import annotations

import sys
import traceback

from engines.cause import (
    LONGEST,
    code_in,
    place_in,
    sentence,
    shortened,
    without_colours,
    without_framework_notes,
)
from engines.errors import RunError, UsageError
from engines.workloads.file_names import text_of
from engines.workloads.own_file import own_file

HINTS = (
    ("InvalidCxxCompiler", "no working C++ compiler was found: install g++, or use aot_eager"),
    ("OutOfMemoryError", "the device is out of memory: choose a smaller batch or another device"),
    ("RESOURCE_EXHAUSTED", "the device is out of memory: choose a smaller batch or another device"),
    ("CUDA error: out of memory", "the device is out of memory: choose a smaller batch"),
    ("no kernel image is available", "this build of the framework does not support this GPU"),
    ("TritonMissing", "torch.compile on a GPU needs triton: pip install triton"),
)


def explain(error: BaseException) -> str:
    """The error in one line: our own words as they are, a known cause by name, else line, type and text."""
    return text_of(_explained(error))


def _explained(error: BaseException) -> str:
    from engines.frameworks.engine import Unavailable

    if isinstance(error, UsageError | RunError | Unavailable):
        return str(error)
    chain: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(chain) < 10:
        chain.append(f"{type(seen).__name__}: {seen}")
        seen = getattr(seen, "inner_exception", None) or seen.__cause__ or seen.__context__
    text = "\n".join(chain)
    for sign, hint in HINTS:
        if sign in text:
            return hint
    file, told = own_file(), sentence(error)
    if not file:
        return told
    if ": " not in told and (code := code_in(error, file)):
        told += f" at: {code}"
    return shortened(place_in(error, file) + told, LONGEST)


def print_error(error: BaseException) -> None:
    """The traceback on stderr, for the log; its last line is the error's own."""
    without_framework_notes(error)
    sys.stderr.write(without_colours("".join(traceback.format_exception(error))))
