"""Time one redraw of the chart: `python tests/benchmarks/bench_chart.py`.

Prints the median of many frames, in milliseconds, for three series at 120 by 30 cells. Each
frame reduces all points, rasterises and builds every strip; nothing is kept from the last one.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from widgets.chart import Curve, Plot, View, debiased_ema, render

FRAMES = 21


def curves(points: int) -> tuple[Curve, ...]:
    """Three noisy, decaying losses."""
    random = np.random.default_rng(0)
    x = np.arange(points, dtype=np.float64)
    made = []
    for index, name in enumerate(("torch", "keras", "jax")):
        y = 2.3 * np.exp(-x / points * (4 - index)) + 0.1
        y *= np.exp(random.normal(0, 0.15, points))
        made.append(Curve(x, y, label=name, marker=name[0].upper(), accent=index))
    return tuple(made)


def median_ms(work: Callable[[], object], frames: int = FRAMES) -> tuple[float, float]:
    """The median of the time that passed and of the CPU time of one call, in milliseconds."""
    work()
    passed, spent = [], []
    for _ in range(frames):
        start, cpu = time.perf_counter(), time.process_time()
        work()
        spent.append(time.process_time() - cpu)
        passed.append(time.perf_counter() - start)
    return statistics.median(passed) * 1000, statistics.median(spent) * 1000


def main() -> None:
    """Print a line for each size."""
    print(f"3 series at 120x30, ms: median of {FRAMES} frames (and of their CPU time)")
    print(f"{'points':>9}  {'frame':>13}  {'log y':>13}  {'smoothed':>13}  {'one EMA':>13}")
    for points in (1_000, 10_000, 100_000, 1_000_000):
        data = curves(points)
        plain = Plot(data, title="loss", unit="step")
        log = replace(plain, view=View(log_y=True))
        smooth = replace(plain, smoothing=0.99)
        cases = (
            (partial(render, plain, 120, 30), 13),
            (partial(render, log, 120, 30), 13),
            (partial(render, smooth, 120, 30), 13),
            (partial(debiased_ema, data[0].y, 0.99), 13),
        )
        columns = [f"{points:>9,}"]
        for work, width in cases:
            passed, spent = median_ms(work)
            columns.append(f"{f'{passed:.2f} ({spent:.2f})':>{width}}")
        print("  ".join(columns))


if __name__ == "__main__":
    main()
