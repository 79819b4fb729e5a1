"""The devices of a machine and the lanes on them, a row each."""

from __future__ import annotations

from dataclasses import dataclass

from .lane_fields import phase_line
from .lane_view import LaneView
from .line import BLANK, Line, Piece, cut, spread, width, wrap
from .quantities import NA, bytes_text

BAR = 12
"""Cells of a bar: of a GPU's memory, or of how busy a core is."""

WIDE = 90
"""Cells from which on there is room for the bars of cores."""


@dataclass(frozen=True)
class LaneMark:
    """A lane as it is named on a device."""

    marker: str
    id: str
    accent: int


@dataclass(frozen=True)
class DeviceRow:
    """A GPU, all cores that lanes may use, or one core; None is not measured."""

    name: str
    """What the lane grammar calls it."""
    what: str
    lanes: tuple[LaneMark, ...]
    is_gpu: bool = False
    used_bytes: int | None = None
    total_bytes: int | None = None
    utilisation: int | None = None
    """Percent of the last sampling period in which a kernel ran."""
    watts: float | None = None
    celsius: int | None = None
    busy: float | None = None
    """Percent of the time in which a core, or the lanes' cores on average, did something."""


@dataclass(frozen=True)
class DevicesView:
    """All devices of the machine, GPUs first, and the one that the cursor is on."""

    rows: tuple[DeviceRow, ...]
    cursor: int
    gpu_note: str
    """Why there is no GPU, where there is none."""
    memory_bytes: int
    memory_used: int | None = None
    notes: tuple[str, ...] = ()
    """What there is to say of GPUs that cannot be used, and of limits, a sentence each."""


@dataclass(frozen=True)
class LaneOnDevice:
    """A lane and what its worker uses."""

    view: LaneView
    cores: str
    selected: bool


def device_lines(view: DevicesView, cells: int) -> tuple[list[Line], list[int]]:
    """All lines, and the number of the line on which each device begins."""
    lines: list[Line] = []
    starts: list[int] = []
    gpus = [row for row in view.rows if row.is_gpu]
    lines.append((Piece(" GPUs", "strong"),))
    if not gpus:
        lines.append((Piece(f"   none: {view.gpu_note or NA}", "dim"),))
    for note in view.notes:
        lines += wrap(f"   {note}", cells, 2, "warning")
    names = max((len(row.name) for row in view.rows), default=0) + 2
    whats = max((len(row.what) for row in view.rows), default=0)
    for at, row in enumerate(view.rows):
        if at == len(gpus):
            memory = f"  memory {bytes_text(view.memory_used)} of {bytes_text(view.memory_bytes)}"
            lines += [BLANK, (Piece(" CPU", "strong"), Piece(memory, "label"))]
        starts.append(len(lines))
        lines += _device(row, (names, whats), at == view.cursor, cells)
    return [cut(line, cells) for line in lines], starts


def _device(row: DeviceRow, sizes: tuple[int, int], here: bool, cells: int) -> list[Line]:
    """A device's name, what it is and who is on it; of a GPU what it does as well."""
    names, whats = sizes
    head: Line = (
        Piece(" ▸ " if here else "   ", "key"),
        Piece(row.name.ljust(names), "strong" if here else "value"),
        Piece(row.what.ljust(whats), "label"),
        *(() if row.is_gpu else _busy(row.busy, bar=cells >= WIDE)),
    )
    on: Line = ()
    for lane in row.lanes:
        mark = Piece(lane.marker, f"accent:{lane.accent}")
        on = (*on, Piece("  "), mark, Piece(f" {lane.id}"))
    if width(head) + width(on) > cells:
        # Letters are enough where names do not fit, and more telling than the rest of a name.
        on = tuple(
            piece
            for lane in row.lanes
            for piece in (Piece(" "), Piece(lane.marker, f"accent:{lane.accent}"))
        )
        head = cut(head, cells - width(on))
    lines: list[Line] = [(*head, *on)]
    if row.is_gpu:
        lines += _gpu_figures(row, names, cells)
    return lines


def _busy(percent: float | None, *, bar: bool) -> Line:
    """How busy cores are, in a column that stands still."""
    text = f"{percent:.0f} %" if percent is not None else NA
    figure = Piece(text.rjust(7), "value" if percent is not None else "dim")
    if not bar:
        return (figure,)
    filled = round(BAR * min(1.0, (percent or 0.0) / 100))
    empty = "░" if percent is not None else " "
    return figure, Piece(" "), Piece("█" * filled, "value"), Piece(empty * (BAR - filled), "bar")


def _gpu_figures(row: DeviceRow, names: int, cells: int) -> list[Line]:
    """Memory with its bar, utilisation, power and temperature, in columns that stand still."""
    used, total = row.used_bytes, row.total_bytes
    known = used is not None and total
    filled = round(BAR * min(1.0, (used or 0) / total)) if known and total else 0
    memory = f"{bytes_text(used):>8} of {bytes_text(total):<8}"
    bar = (Piece("█" * filled, "value"), Piece("░" * (BAR - filled) if known else " " * BAR, "bar"))
    figures = (
        ("busy", f"{row.utilisation} %" if row.utilisation is not None else NA),
        ("power", f"{row.watts:.0f} W" if row.watts is not None else NA),
        ("temp", f"{row.celsius} °C" if row.celsius is not None else NA),
    )
    start = Piece(" " * (3 + names))
    first: Line = (start, Piece("memory ", "label"), Piece(memory), Piece(" "), *bar)
    rest: list[Piece] = []
    for label, text in figures:
        rest += [
            Piece(f"  {label}", "label"),
            Piece(text.rjust(7), "dim" if text == NA else "value"),
        ]
    if width(first) + width(tuple(rest)) <= cells:
        return [(*first, *rest)]
    return [first, (start, *(Piece(rest[0].text.lstrip(), "label"), *rest[1:]))]


_COLUMNS = (
    ("device", 10),
    ("cores", 9),
    ("cpu use", 8),
    ("RSS", 9),
    ("own mem", 9),
    ("GPU mem", 9),
)


def lane_device_lines(rows: tuple[LaneOnDevice, ...], cells: int) -> list[Line]:
    """A head line and a row a lane: where it runs and what its worker uses."""
    name = min(max((len(row.view.id) for row in rows), default=4), 24) + 1
    own = rows[0].view.own_label if rows else "own mem"
    columns = [(own if label == "own mem" else label, size) for label, size in _COLUMNS]
    phase = 14
    while columns and 5 + name + sum(size + 1 for _, size in columns) + phase > cells:
        if phase:
            phase = 0
        else:
            columns.pop()
    title = " lanes"
    head = [Piece(title, "strong"), Piece(" " * (5 + name - len(title)))]
    head += [Piece(" " + _aligned(label, size, label), "label") for label, size in columns]
    lines: list[Line] = [tuple(head)]
    for row in rows:
        lane = row.view
        ink = f"accent:{lane.accent}"
        values = {
            "device": lane.device,
            "cores": row.cores or NA,
            "cpu use": f"{lane.cpu_percent:.0f} %" if lane.cpu_percent is not None else NA,
            "RSS": bytes_text(lane.rss_bytes),
            own: bytes_text(lane.own_bytes),
            "GPU mem": bytes_text(lane.device_bytes),
        }
        pieces: list[Piece] = [
            Piece(" ▸ " if row.selected else "   ", ink),
            Piece(lane.marker + " ", ink),
            *spread(cut((Piece(lane.id, "strong" if row.selected else "value"),), name), (), name),
        ]
        for label, size in columns:
            text = values[label]
            role = "dim" if text == NA else "value"
            pieces.append(Piece(" " + _aligned(text[:size], size, label), role))
        if phase:
            pieces += [Piece("  "), *phase_line(lane, clock_width=None)]
        lines.append(cut(tuple(pieces), cells))
    return [*lines, BLANK]


def _aligned(text: str, size: int, label: str) -> str:
    """Names at the left, figures at the right."""
    return text.ljust(size) if label in ("device", "cores") else text.rjust(size)
