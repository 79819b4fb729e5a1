"""Quantities as short texts: three significant digits, a unit, and `n/a` for what is not known."""

from __future__ import annotations

import math

NA = "n/a"
"""What stands where nothing was measured; never 0."""


def seconds_text(seconds: float | None) -> str:
    """A duration in seconds, from `12.3 µs` over `4.56 ms` and `7.89 s` to `2m 05s`, `1h 02m`."""
    if seconds is None or not math.isfinite(seconds):
        return NA
    if seconds >= 3599.5:
        minutes = round(seconds / 60)
        return f"{minutes // 60}h {minutes % 60:02d}m"
    if seconds >= 99.95:
        whole = round(seconds)
        return f"{whole // 60}m {whole % 60:02d}s"
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 0.9995:
            return f"{_three(seconds * factor)} {unit}"
    return "0 s" if seconds == 0 else f"{_three(seconds * 1e9)} ns"


def clock_text(seconds: float, *, tenths: bool = False) -> str:
    """A running clock in seconds that only grows: `7.2 s` or `7 s`, then `2m 05s`, `1h 02m`."""
    if seconds >= 3600:
        return f"{int(seconds) // 3600}h {int(seconds) // 60 % 60:02d}m"
    if seconds >= 60:
        return f"{int(seconds) // 60}m {int(seconds) % 60:02d}s"
    return f"{math.floor(seconds * 10) / 10:.1f} s" if tenths else f"{int(seconds)} s"


def elapsed_text(seconds: float) -> str:
    """Seconds as `H:MM:SS`, always as wide up to 10 hours."""
    whole = max(0, int(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def bytes_text(count: int | None) -> str:
    """Bytes in binary units: `512 MiB`, `1.42 GiB`."""
    if count is None:
        return NA
    size = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 999.5:
            return f"{size:.0f} {unit}" if unit in ("B", "MiB") else f"{_three(size)} {unit}"
        size /= 1024
    return f"{_three(size)} TiB"


def count_text(count: int | None) -> str:
    """A whole number with thin groups: `12,340`; from 100 million on `123 M`."""
    if count is None:
        return NA
    if count >= 99_999_500:
        return f"{_three(count / 1e6)} M" if count < 999_500_000 else f"{_three(count / 1e9)} G"
    return f"{count:,}"


def rate_text(per_second: float | None) -> str:
    """A rate to three digits: `0.52`, `123`, `52.1 k`, `1.20 M`."""
    if per_second is None or not math.isfinite(per_second):
        return NA
    for factor, unit in ((1e6, " M"), (1e3, " k")):
        if per_second >= factor * 0.9995:
            return _three(per_second / factor) + unit
    return _three(per_second)


def loss_text(loss: float | None) -> str:
    """A loss with four decimals, or in scientific notation where that would hide its size."""
    if loss is None:
        return NA
    if not math.isfinite(loss):
        return "nan"
    if loss == 0 or 1e-3 <= abs(loss) < 1e4:
        return f"{loss:.4f}"
    return _scientific(loss, 2)


def share_text(share: float | None) -> str:
    """A share of 0..1 in percent with one decimal: `97.2 %`."""
    return NA if share is None or not math.isfinite(share) else f"{share * 100:.1f} %"


def of_bytes_text(used: int | None, total: int | None) -> str:
    """Bytes in use of those there are, in the unit of the larger: `12.3/80.0 GiB`."""
    if used is None or total is None:
        return NA
    figure, _, unit = bytes_text(total).partition(" ")
    size = 1024 ** ("B", "KiB", "MiB", "GiB", "TiB").index(unit)
    return f"{_three(used / size) if used else '0'}/{figure} {unit}"


def difference_text(difference: float | None) -> str:
    """A difference in scientific notation: `3.1e-7`; exactly none is `0`."""
    if difference is None:
        return NA
    return "0" if difference == 0 else _scientific(difference, 1)


def _scientific(value: float, decimals: int) -> str:
    """Written as on the axes of charts: `5.16e-4`, not `5.16e-04`."""
    mantissa, _, exponent = f"{value:.{decimals}e}".partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


def _three(value: float) -> str:
    """Three significant digits without an exponent."""
    if value >= 99.95:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 9.995 else f"{value:.2f}"
