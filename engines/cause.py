"""The line of an error that tells its cause, out of all that frameworks put around it.

TensorFlow begins with where it was ("Graph execution error:", "in user code:"), Keras with the layer,
torch.compile with the name of its backend; behind the cause stand arguments, switches and advice.
"""

from __future__ import annotations

import linecache
import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

LONGEST = 300
OUR_PACKAGES = ("engines", "tui", "widgets")

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = re.compile(r'(\s*)File "[^"]*", line \d+')
_TRACEBACK = "Traceback (most recent call last):"
_LAYER = re.compile(r"(?:([\w.]+): )?Exception encountered when calling (.*)\.$")
_TYPED = re.compile(r"[A-Za-z_][\w.]*(?:Error|Exception|Failed|Unsupported|Exit|Interrupt): ")
_FRAMING = re.compile(
    r"""
    (?: [\w.]+:\s )?
    (?: Graph\ execution\ error: | in\ user\ code: | backend=.*\ raised:
      | Detected\ at\ node.* | Node:\ .* | node\ \S+ | <stack\ traces\ unavailable>
      | defined\ at\ \(most\ recent\ call\ last\):
      | \d+\ root\ error\(s\)\ found\. | \d+\ (?:successful\ operations|derived\ errors\ ignored)\.
      | Stack\ trace\ for\ op\ definition:.* | -{3,} | [\s~^]+
      | The\ above\ exception\ was\ the\ direct\ cause.* | During\ handling\ of\ the\ above.*
    )
    """,
    re.VERBOSE,
)
"""Lines that say where or how, never why."""
_AFTER = re.compile(
    r"Arguments received by |from user code:|Set TORCH|You can suppress this exception"
    r"|Developer debug context|For simplicity, JAX has removed|Original traceback:"
    r"|Errors may have originated from|Input Source operations|Function call stack:"
)
"""What follows these is no cause."""
_TAGS = re.compile(r"\s*\[\[\{\{.*?\}\}\]\]|\{\{[^{}]*\}\}\s*|\s*\[Op:[^\]]*\](?: name:.*)?")
"""TensorFlow's names of nodes."""
_ROOT = re.compile(r"\(\d+\) ")
_COMPILER = re.compile(r"\berror: ")
"""How a C++ compiler begins the line that matters, far below its command."""
_NUMBERS = re.compile(r"((?:-?\d+[ ,]+){4})(?:-?\d+[ ,]*){4,}")
_JAX_NOTE = "For simplicity, JAX has removed its internal frames"


def cause(text: str) -> str:
    """The line that tells the cause, in a message or a printed traceback; empty for an empty text."""
    text = without_colours(text)
    if _TRACEBACK in text:
        text = text.rpartition(_TRACEBACK)[2]
    layer: re.Match[str] | None = None
    lines: list[str] = []
    for line in _without_frames(text.splitlines()):
        if _AFTER.match(line):
            break
        found = _LAYER.match(line)
        if found:
            layer = found  # the innermost is the last
        elif not _FRAMING.fullmatch(line) and (line := _ROOT.sub("", _TAGS.sub("", line)).strip()):
            lines.append(line)
    if not lines and layer is not None:
        return f"{layer[1] or ''} in {layer[2]}".strip()
    if not lines:
        told = [line.strip() for line in text.splitlines() if line.strip()]
        return told[0] if told else ""
    words = lines[0]
    for line in lines[1:]:
        if not words.endswith(":"):
            break
        words += f" {line}"  # "Error(s) in loading state_dict for Net:"
    if not _COMPILER.search(words):
        words += "".join(f": {line}" for line in lines[1:] if _COMPILER.search(line))[:LONGEST]
    if layer is None:
        return words
    kind = f"{layer[1]}: " if layer[1] and not _TYPED.match(words) else ""
    return f"{kind}{words.rstrip('.')} (in {layer[2]})"


def _without_frames(lines: list[str]) -> Iterator[str]:
    """The lines that are no part of a stack, without their indentation; no empty ones."""
    inside: int | None = None
    for line in lines:
        frame = _FRAME.match(line)
        if frame:
            inside = len(frame[1])
        elif line.strip() and (inside is None or len(line) - len(line.lstrip()) <= inside):
            inside = None
            yield line.strip()


def sentence(error: BaseException, longest: int = LONGEST) -> str:
    """Type and cause of an error in one line, the cause that torch.compile wraps rather than its own."""
    while isinstance(inner := getattr(error, "inner_exception", None), BaseException):
        error = inner
    words, kind = cause(str(error)) + _whose_name(error), type(error).__name__
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if not words and behind is not None and cause(str(behind)):
        return shortened(f"{kind}, from {sentence(behind, longest)}", longest)
    if not words or _TYPED.match(words) or words.startswith(f"{kind} in "):
        return shortened(words or kind, longest)
    return shortened(f"{kind} {words}" if words.startswith("in ") else f"{kind}: {words}", longest)


def _whose_name(error: BaseException) -> str:
    """What to add where a person's import found one of our packages in place of his own."""
    name = error.name if isinstance(error, ImportError) else None
    if isinstance(error, AttributeError) and isinstance(error.obj, ModuleType):
        name = error.obj.__name__
    top = (name or "").partition(".")[0]
    if top not in OUR_PACKAGES:
        return ""
    return f": {top} is the name of a package of fwdash, so give yours another name"


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text with its head and its tail, where the middle is too long.

    A message that quotes arguments has them in its middle: what was done before, what went wrong after.
    """
    if len(text) > longest:
        text = _NUMBERS.sub(r"\1… ", text).strip()
    if len(text) <= longest:
        return text
    tail = longest // 2
    return f"{text[: longest - tail - 3].rstrip()} … {text[-tail:].lstrip()}"


def line_in(error: BaseException, file: str) -> int | None:
    """The last line of `file` on an error's way, also where only its text tells; None if it has none."""
    frames = traceback.walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if frame.f_code.co_filename == file]
    if not lines:
        lines = [int(n) for n in re.findall(rf'File "{re.escape(file)}", line (\d+)', str(error))]
    return lines[-1] if lines else None


def code_in(error: BaseException, file: str) -> str:
    """The code of that line, for an error that tells nothing else, as a bare `assert`."""
    return linecache.getline(file, line_in(error, file) or 0).strip()


def place_in(error: BaseException, file: str) -> str:
    """`own.py, line 12: `, where an error came through that file, else nothing."""
    line = line_in(error, file)
    return f"{Path(file).name}, line {line}: " if line else ""


def without_colours(text: str) -> str:
    """The text without escape sequences for colours."""
    return _COLOURS.sub("", text)


def without_framework_notes(error: BaseException | None) -> None:
    """Take JAX's note on its own frames from an error before it is printed: it would be the last line."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        notes = getattr(error, "__notes__", None)
        if notes:
            notes[:] = [note for note in notes if _JAX_NOTE not in note]
        error = error.__cause__ or error.__context__
