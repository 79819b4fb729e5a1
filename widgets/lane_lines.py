"""A lane's pane as lines of text and places for its charts, for any size of cells."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .lane_fields import (
    COMPACT,
    SPARE,
    Field,
    compile_note,
    compile_parts,
    compile_value,
    lane_fields,
    mode_badge,
    phase_line,
    short_compile_value,
)
from .lane_view import LaneView
from .line import BLANK, Line, Piece, cut, spread, width, wrap
from .quantities import loss_text, seconds_text

COLUMN = 17
"""The least width of a label with its value."""
WIDEST = 32
"""The most; further apart, the eye loses the line."""
GAP = 2
CHART_ROWS = 3
"""Fewer rows than this are no chart."""


@dataclass(frozen=True)
class ChartPlace:
    """Where one of the lane's own charts goes: `loss` or `step time`."""

    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class PaneLayout:
    """Lines from the top, and charts below them."""

    lines: list[Line]
    charts: list[ChartPlace] = field(default_factory=list)


def lay_out_lane(view: LaneView, cells: int, rows: int) -> PaneLayout:
    """Everything about a lane that fits in `cells` by `rows`, most important first.

    Nothing moves when a lane changes its phase: what there is to say of it has its own row.
    """
    head = _head(view, cells)
    if view.phase == "crashed":
        return PaneLayout([head, *_crash_lines(view, cells, rows - 1)][:rows])
    columns = max(1, min(4, (cells + GAP) // (COLUMN + GAP)))
    if columns == 1:
        lines = [head, *_one_column(view, cells)]
        if rows - len(lines) < CHART_ROWS + 2:
            by_label = {one.label: one for one in lane_fields(view)}
            lines += [_pair(by_label[label], cells) for label in SPARE]
        return _with_chart_below(view, lines[:rows], cells, rows)
    grid = _grid(lane_fields(view), min(cells, columns * WIDEST), columns)
    warns = view.held or view.doubt
    detail: Line = (Piece(warns or _detail(view, cells), "warning" if warns else "dim"),)
    lay_out = _compile_lines if columns == 2 else _wide_compile_lines
    compile_lines = lay_out(view, min(cells, columns * WIDEST))
    if 2 + len(grid) + 1 > rows:
        lines = [head, *grid[: max(0, rows - 2)], compile_lines[0]]
        return PaneLayout(lines[:rows])
    room = rows - 2 - len(grid)
    lines = [head, spread((), cut(detail, cells), cells), *grid, *compile_lines[:room]]
    if rows - len(lines) - 1 < CHART_ROWS:
        return PaneLayout(lines)
    return _with_charts(view, lines, cells, rows)


def _detail(view: LaneView, cells: int) -> str:
    """What there is to say of the phase, else what all it runs on."""
    if view.phase_detail and view.phase != "training":
        return view.phase_detail
    told = view.versions == view.version or cells < 60
    return "" if told else f"{view.framework} {view.versions}"


def _head(view: LaneView, cells: int) -> Line:
    """Mode and phase; where both do not fit the clock stays, for a silent compile looks frozen."""
    badge = mode_badge(view)
    for clock in (7, 1):
        phase = phase_line(view, clock_width=clock)
        if width((badge,)) + width(phase) + 1 <= cells:
            return spread((badge,), phase, cells)
    mode = view.mode.replace(" → ", "→")
    if len(mode) + 1 + width(phase) <= cells:
        return spread((Piece(mode, badge.role),), phase, cells)
    for shorter in _shorter(view):
        if len(mode) + width(phase[1:]) >= cells:
            phase = phase_line(replace(view, phase_clock=shorter), clock_width=1)
    if len(mode) + width(phase[1:]) >= cells:
        mode = mode[mode.find("→") + 1 :]
    return spread((Piece(mode, badge.role),), phase[1:], cells)


def _shorter(view: LaneView) -> tuple[str, ...]:
    """What of a clock goes before letters of the mode do: tenths, a space, seconds of training."""
    whole, point, _ = view.phase_clock.partition(".")
    first, space, rest = whole.partition(" ")
    if point:
        return (f"{whole} s",)
    if not space or rest == "s":
        return ()
    return (first + rest, first) if view.phase == "training" else (first + rest,)


def _with_chart_below(view: LaneView, lines: list[Line], cells: int, rows: int) -> PaneLayout:
    """In one column the loss as wide as the pane, and the step time below it, where rows are left."""
    kinds = ("loss", "step time")[: (rows - len(lines)) // (CHART_ROWS + 2)]
    charts: list[ChartPlace] = []
    for number, kind in enumerate(kinds):
        height = (rows - len(lines)) // (len(kinds) - number) - 2
        lines += [BLANK, _caption(kind, view, cells)]
        charts.append(ChartPlace(kind, 0, len(lines), cells, height))
        lines += [BLANK] * height
    return PaneLayout(lines, charts)


def _with_charts(view: LaneView, lines: list[Line], cells: int, rows: int) -> PaneLayout:
    """Loss and step time side by side below the lines, or over one another where that is wider."""
    top = len(lines) + 1
    height = rows - top
    half = (cells - GAP) // 2
    right = cells - half
    lines += [BLANK]
    if height > CHART_ROWS + 1:
        caption = spread(_caption("loss", view, half), (), right)
        lines.append((*caption, *_caption("step time", view, cells - right)))
        top, height = top + 1, height - 1
    return PaneLayout(
        lines,
        [
            ChartPlace("loss", 0, top, half, height),
            ChartPlace("step time", right, top, cells - right, height),
        ],
    )


def _caption(kind: str, view: LaneView, cells: int) -> Line:
    """What a small chart shows, and what it says at the cursor: the value and the smoothed one."""
    if view.cursor is None:
        unit = ", ms" if kind == "step time" else ""
        return cut((Piece(kind + unit, "label"),), cells)
    at = view.cursor
    if kind == "loss":
        value, smoothed = loss_text(at.loss), loss_text(at.smoothed_loss)
    else:
        value, smoothed = seconds_text(at.step_seconds), seconds_text(at.smoothed_step_seconds)
    for label in (kind, kind.rpartition(" ")[2], ""):
        line = (
            Piece(f"{label} " if label else "", "label"),
            Piece(value),
            Piece(f" ~{smoothed}", "label"),
        )
        if width(line) <= cells:
            return line
    return cut((Piece(value),), cells)


def _grid(fields: list[Field], cells: int, columns: int) -> list[Line]:
    """Labelled values in columns, row by row, from the left edge to the right one."""
    starts = [round(at * (cells + GAP) / columns) for at in range(columns + 1)]
    shown = fields[: {2: 12, 3: 15, 4: 16}[columns]]
    lines = []
    for first in range(0, len(shown), columns):
        pieces: list[Piece] = []
        for at, one in enumerate(shown[first : first + columns]):
            pieces += [Piece(" " * GAP)] if at else []
            pieces += _pair(one, starts[at + 1] - starts[at] - GAP)
        lines.append(tuple(pieces))
    return lines


def _pair(one: Field, cells: int) -> Line:
    if one.short and len(one.label) + 1 + len(one.value) > cells:
        one = replace(one, value=one.short)
    if one.brief and len(one.label) + 1 + len(one.value) > cells:
        one = replace(one, label=one.brief)
    return spread((Piece(one.label, "label"),), (Piece(one.value, _role(one)),), cells)


def _role(one: Field) -> str:
    return "dim" if one.value == "n/a" else one.role


def _one_column(view: LaneView, cells: int) -> list[Line]:
    by_label = {one.label: one for one in lane_fields(view)}
    lines = [_pair(by_label[label], cells) for label in COMPACT if label in by_label]
    compiled = _pair(Field("compile", short_compile_value(view, cells - len("compile "))), cells)
    if view.held or view.doubt:
        compiled = cut((Piece(view.held or view.doubt, "warning"),), cells)
    elif view.compile_failed:
        compiled = cut((Piece(f"✗ compile: {view.compile_failed}", "warning"),), cells)
    return [*lines[:6], compiled, *lines[6:]]


def _compile_lines(view: LaneView, cells: int) -> list[Line]:
    """Three rows about compiling: the last one, its parts and reason, or why it failed."""
    head = _pair(Field("compile", compile_value(view)), cells)
    if view.compile_failed:
        failed = wrap(f"✗ failed: {view.compile_failed}", cells, 2, "warning")
        return [head, *failed, BLANK][:3]
    if view.compile is None:
        return [head, BLANK, BLANK]
    parts = spread((), (Piece(compile_parts(view), "dim"),), cells)
    return [head, parts, spread((), cut((Piece(compile_note(view), "dim"),), cells), cells)]


def _wide_compile_lines(view: LaneView, cells: int) -> list[Line]:
    """The same on two rows, from the left: across a wide pane the eye loses a line."""
    indent = Piece(" " * 10)
    value = Piece(compile_value(view), _role(Field("compile", compile_value(view))))
    head: Line = (Piece("compile".ljust(10), "label"), value)
    if view.compile_failed:
        why = wrap(f"✗ failed: {view.compile_failed}", cells - 10, 2, "warning")
        return [(head[0], *why[0]), (indent, *why[1]) if len(why) > 1 else BLANK]
    if view.compile is None:
        return [head, BLANK]
    note = compile_note(view)
    reason = Piece(f"  {note}" if note else "", "dim")
    return [cut((*head, reason), cells), cut((indent, Piece(compile_parts(view), "dim")), cells)]


def _crash_lines(view: LaneView, cells: int, rows: int) -> list[Line]:
    """The reason, the way back, and as much of the last output as there is room for."""
    lines: list[Line] = [BLANK] if rows > 6 else []
    lines += wrap(view.error or "ended without a word", cells, 4 if rows > 10 else 2, "error")
    keep = (Piece("press ", "label"), Piece("r", "key"), Piece(" to restart", "label"))
    done = (Piece(f"at step {view.step:,}", "label"),)
    lines.append(spread(keep, done if width(keep) + width(done) < cells else (), cells))
    room = rows - len(lines) - 1
    if room > 0 and view.last_lines:
        *before, last = (text.expandtabs(4) for text in view.last_lines)
        # The last line names the error, so it is the one that is shown whole.
        tail = wrap(last, cells, max(1, room // 2), "value")
        head = [cut((Piece(text, "dim"),), cells) for text in before]
        lines += [BLANK, *head[len(tail) - room :], *tail] if room > len(tail) else [BLANK, *tail]
    return lines
