"""A demo's cell: one version of a snippet is run in one mode, and what happened is said in figures."""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import engines
from engines.demos import reading
from engines.demos.catalogue import Demo, find_demo
from engines.demos.snippet import Snippet
from engines.frameworks.debugging import Debugging, debugging
from engines.outcomes import Outcome
from engines.worker.captured import Captured, captured

if TYPE_CHECKING:
    from engines.worker.measuring import Measurement

OURS = Path(engines.__file__).parent
BUILD, TRACE, COMPILE, RUN, NEVER = "build", "trace", "compile", "run", "never"
CONCRETE, TRACED, NONE = "concrete", "tracer", "none"


@dataclass
class Ran:
    """What came of running a version once."""

    said: Captured
    result: Any = None
    error: Exception | None = None
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    wrapped: list[Any] = field(default_factory=list)
    calls: int = 0
    """Calls of a wrapped function."""
    compiled: int = 0
    """Compilations of wrapped functions up to the last call that ended well."""
    inside: bool = False
    """Whether the error came out of such a call."""
    stops: list[dict[str, Any]] = field(default_factory=list)


def measure(cell: Measurement, demo: str, framework: str, mode: str, version: str) -> None:
    """Run a version, and again without the framework's filter if it raised; say what happened."""
    of = find_demo(demo)
    ways, snippet = debugging(framework), of.snippet(framework)
    with cell.turn():
        ran = run(ways, snippet, mode, version, nullcontext())
        all_told = ways.compilations(ran.wrapped)
        bare = run(ways, snippet, mode, version, ways.unfiltered()) if ran.error else None
    stage = _stage(ways, snippet, ran, bare)
    # What failed while it was traced or compiled is in the frameworks' own counts already.
    compilations = ran.compiled if stage in (TRACE, COMPILE) else all_told
    outcome, detail = _outcome(of, ran, compilations)
    figures = {"stage": stage, "compilations": compilations}
    figures |= _figures(ways, of, snippet, version, ran, bare)
    for name, value in figures.items():
        cell.found(name, _plain(value))
    cell.ended(outcome, detail)


def say_impossible(cell: Measurement, why: str) -> None:
    """A cell in which the bug cannot exist."""
    cell.ended(Outcome.IMPOSSIBLE, why)


def run(
    ways: Debugging,
    snippet: Snippet,
    mode: str,
    version: str,
    filtering: AbstractContextManager[None],
) -> Ran:
    """Run one version in one mode, importing and the runtime's start apart."""
    ways.prepare(mode)
    with captured() as said, filtering:
        ran = Ran(said)
        function = getattr(_module(snippet.path), snippet.function_of(version))
        before = sys.breakpointhook
        sys.breakpointhook = functools.partial(_stop, ways, snippet, ran)
        wrap = _watched(ways, mode, ran)
        cpu, wall = _cpu_seconds(), time.perf_counter()
        try:
            ran.result = function(wrap)
        except Exception as error:
            ran.error = error
        finally:
            ran.seconds = time.perf_counter() - wall
            ran.cpu_seconds = _cpu_seconds() - cpu
            sys.breakpointhook = before
    if ran.error is not None:
        reading.without(ran.error, OURS, snippet.path)
    return ran


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _watched(
    ways: Debugging, mode: str, ran: Ran
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The mode's wrapper, watched: which functions it made, and whether one of them raised."""
    wrapper = ways.wrapper(mode)

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        wrapped = wrapper(function)
        ran.wrapped.append(wrapped)

        @functools.wraps(function, updated=())
        def call(*args: Any, **kwargs: Any) -> Any:
            ran.calls += 1
            try:
                result = wrapped(*args, **kwargs)
            except Exception:
                ran.inside = True
                raise
            ran.compiled = ways.compilations(ran.wrapped)
            return result

        return call

    return wrap


def _stop(ways: Debugging, snippet: Snippet, ran: Ran, *_: Any, **__: Any) -> None:
    """What `breakpoint()` does here: note where the debugger would stand, and go on.

    AutoGraph runs a file of its own making: the step's values are there, below the person's frame.
    """
    frame: FrameType | None = sys._getframe(1)
    ups, values = 0, ""
    while frame is not None:
        if not values and any(map(ways.is_array, frame.f_locals.values())):
            values = _values(ways, frame.f_locals)
        if frame.f_code.co_filename == str(snippet.path):
            ran.stops.append({"line": frame.f_lineno, "ups": ups, "values": values or CONCRETE})
            return
        frame, ups = frame.f_back, ups + 1


def _values(ways: Debugging, known: dict[str, Any]) -> str:
    """Whether a frame's arrays have values; one without arrays has nothing that is traced."""
    arrays = [value for value in known.values() if ways.is_array(value)]
    return TRACED if any(map(ways.is_traced, arrays)) else CONCRETE


def _outcome(demo: Demo, ran: Ran, compilations: int) -> tuple[Outcome, str]:
    if ran.error is not None:
        return Outcome.RAISES, f"{type(ran.error).__name__}: {reading.first_line(ran.error)}"
    stops = sum(stop["values"] == CONCRETE for stop in ran.stops)
    wrong = demo.about.verdict.wrong(ran.result, _printed(ran), stops, compilations)
    if not wrong:
        return Outcome.RIGHT, ""
    return (Outcome.WARNS if ran.said.warnings else Outcome.SILENTLY_WRONG), wrong


def _printed(ran: Ran) -> list[str]:
    return ran.said.output.splitlines()


def _figures(
    ways: Debugging,
    demo: Demo,
    snippet: Snippet,
    version: str,
    ran: Ran,
    bare: Ran | None,
) -> dict[str, Any]:
    """The other figures, by their names in the table."""
    about = demo.about
    warned = "\n".join([*ran.said.warnings, ran.said.errors])
    figures: dict[str, Any] = {
        "seconds": ran.seconds,
        "cpu_seconds": ran.cpu_seconds,
        "warnings": ran.said.warnings,
        "prints": _printed(ran) if about.verdict.printed is not None else None,
        "stops": ran.stops if about.verdict.stops is not None else None,
    }
    lines = snippet.bug_lines(version)
    if ran.error is None:
        said = reading.names_line(warned, snippet.path, lines)
        report = ran.said.errors + ran.said.output
        figures |= {
            "line_named": reading.IN_WARNING if said else reading.NOWHERE,
            "values_named": reading.values_named(warned, about.values) if lines else None,
            "post_mortem": NONE,
        }
    else:
        printed = "".join(traceback.format_exception(ran.error))
        report = ran.said.output + ran.said.errors + printed
        named, below = reading.line_named(ran.error, warned, snippet.path, lines)
        frames = sum(map(len, reading.as_printed(ran.error)))
        frame = reading.frame_at(ran.error, snippet.path, lines)
        figures |= {
            "exception": type(ran.error).__name__,
            "first_line": reading.first_line(ran.error),
            "line_named": named,
            "values_named": reading.values_named(reading.message_of(ran.error), about.values),
            "frames": frames,
            "frames_below": below,
            "frames_hidden": _hidden(frames, bare),
            "post_mortem": _values(ways, frame.f_locals) if frame else NONE,
            "traceback": printed,
        }
    return figures | {
        "report_lines": len(report.splitlines()),
        "scroll_lines": reading.scroll_lines(report, snippet.path, lines),
        "report": report,
    }


def _plain(value: Any) -> float | int | str | None:
    """A figure as an event carries it: lists and truths as JSON."""
    return json.dumps(value) if isinstance(value, bool | list | dict) else value


def _hidden(frames: int, bare: Ran | None) -> int | None:
    if bare is None or bare.error is None:
        return None
    return max(0, sum(map(len, reading.as_printed(bare.error))) - frames)


def _stage(ways: Debugging, snippet: Snippet, ran: Ran, bare: Ran | None) -> str:
    """Where the error came up, from the frames that no filter has taken out."""
    if ran.error is None:
        return NEVER
    if not ran.inside:
        return RUN if ran.calls else BUILD
    error = (bare and bare.error) or ran.error
    frames = reading.frames_of(reading.as_printed(error)[-1])
    own = [n for n, frame in enumerate(frames) if frame.file == str(snippet.path)]
    last = own[-1] if own else -1
    outside = own[0] if own else -1
    # The first frame of the file calls the step; only one below it can be the step's own.
    above = frames[:last] if last > outside else frames
    below = frames[last:] if last > outside else []
    return ways.stage(above, below, reading.message_of(error))
