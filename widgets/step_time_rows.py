"""Step times by mode, what was left out of them, and when compiling has paid for itself."""

from __future__ import annotations

from dataclasses import dataclass

from .line import BLANK, Line, Piece, cut, wrap
from .needs import BreakEven
from .quantities import NA, count_text, seconds_text

LEFT_OUT = {
    "turn": "first chunk of a turn",
    "compile": "compiling",
    "contended": "device shared with another lane",
    "disturbed": "disturbed by other processes",
    "short": "fewer steps than the mode makes at once",
    "suspended": "process stopped meanwhile",
    "throttled": "held back by the control group",
    "shown in part": "shown in part",
}
NAME = 17
NUMBER = 10


@dataclass(frozen=True)
class ModeRow:
    """The clean step times of one mode, in seconds."""

    mode: str
    present: bool
    """Whether the lane is in this mode now."""
    median: float | None
    p90: float | None
    p99: float | None
    samples: int


@dataclass(frozen=True)
class StepTimesView:
    """Step times of a lane since its worker was started."""

    modes: tuple[ModeRow, ...]
    left_out: tuple[tuple[str, int], ...]
    """(reason, chunks)."""
    break_even: tuple[BreakEven, ...]


def step_time_lines(view: StepTimesView, cells: int) -> list[Line]:
    """A row a mode, the left-out chunks, and a row of break-even for each compiled mode."""
    heads = ("median", "p90", "p99", "samples")
    lines: list[Line] = [
        (
            Piece(" step time".ljust(NAME + 1), "strong"),
            *(Piece(head.rjust(NUMBER), "label") for head in heads),
        )
    ]
    lines += [_mode(row) for row in view.modes]
    if not view.modes:
        lines.append((Piece(f"   {NA}: no clean sample yet", "dim"),))
    left = [f"{count:,} × {LEFT_OUT.get(why, why)}" for why, count in view.left_out]
    told = f"left out, in chunks: {'; '.join(left) or 'none'}"
    lines += [(Piece("   "), *each) for each in wrap(told, cells - 4, 2, "label")]
    lines += [BLANK, (Piece(" break-even", "strong"),)]
    for row in view.break_even:
        result, how = break_even_texts(row)
        head = f"   {row.mode:<{NAME - 2}}"
        role = "dim" if row.why_not else "value"
        line: Line = (Piece(head), Piece(result, role))
        if len(head) + len(result) + len(how) + 2 <= cells:
            lines.append((*line, Piece(f"  {how}", "label")))
        else:
            below = wrap(how, cells - 6, 2, "label")
            lines += [cut(line, cells), *((Piece("     "), *told) for told in below)]
    return [*(cut(line, cells) for line in lines), BLANK]


def break_even_texts(row: BreakEven) -> tuple[str, str]:
    """After how many steps, and what it was computed from."""
    if row.why_not and not row.compared:
        return f"{NA}: {row.why_not}", ""
    cost = f"{seconds_text(row.compile_seconds)} to compile"
    if row.loading_seconds:
        compiling = (row.compile_seconds or 0.0) - row.loading_seconds
        cost = f"{seconds_text(compiling)} to compile + {seconds_text(row.loading_seconds)} to load"
    how = (
        f"{cost}, a step of {seconds_text(row.compiled_seconds)} against "
        f"{seconds_text(row.plain_seconds)} {row.plain}"
    )
    if row.why_not:
        return f"{NA}: {row.why_not}", f"{how}, {row.how}"
    how = f"{how}: {row.gain_text}, {row.how}"
    if row.steps is not None:
        between = f" ({'-'.join(map(count_text, row.steps_between))})" if row.steps_between else ""
        return f"after {count_text(row.steps)} step{'s' if row.steps != 1 else ''}{between}", how
    return f"never (slower by {(row.slower or 0.0):.1%})", how


def _mode(row: ModeRow) -> Line:
    mark = "▸ " if row.present else "  "
    name = Piece(f" {mark}{row.mode:<{NAME - 2}}", "strong" if row.present else "value")
    times = (seconds_text(time) for time in (row.median, row.p90, row.p99))
    texts = (*times, count_text(row.samples))
    numbers = (Piece(text.rjust(NUMBER), "dim" if text == NA else "value") for text in texts)
    return (name, *numbers)
