"""What the dashboard costs: CPU, latency, bytes, first paint, memory. Prints; run it by hand.

    python tests/benchmarks/bench_ui.py [seconds]

Three scripted lanes say 2,000 steps a second each, in events of 100 ms as the supervisor sends
them, to the real driver on a pty in a child process.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
FRAMEWORKS = ("torch", "tensorflow", "keras", "jax", "flax", "pandas", "scipy")
STEPS_PER_SECOND = 2000


def still_source() -> object:
    """A source whose lanes have all finished."""
    from tests.tui import scripted

    return scripted.Scripted(scripted.done())


def live_source() -> object:
    """A source whose script goes on: an event a lane each 100 ms of real time."""
    from engines import events as ev
    from tests.tui import scripted

    class Live(scripted.Scripted):
        def __init__(self) -> None:
            super().__init__(lanes=scripted.LANES)
            self.began = 0.0
            self.told = 0
            for lane in scripted.LANES:
                self.pending += scripted.start(lane)
                self.pending.append(ev.Phase(lane=lane, at=2.5, phase="training"))

        def start(self) -> None:
            self.began = time.monotonic()

        def now(self) -> float:
            return time.monotonic() - self.began if self.began else 0.0

        def drain(self) -> list[ev.AnyEvent]:
            size = STEPS_PER_SECOND // 10
            while self.began and self.told < int(self.now() * 10):
                for lane in self.header.lanes:
                    first = 1 + self.told * size
                    at = self.told / 10
                    self.pending += scripted.training(lane.id, first, size, at, at)
                    if self.told % 10 == 0:
                        self.pending += scripted.sampled(lane.id, at)
                self.told += 1
            return super().drain()

    return Live()


def child(report: str, kind: str) -> None:
    """Run the dashboard on the terminal it was given, and say at the end what it took."""
    from tui.app import FwdashApp

    source = still_source() if kind == "still" else live_source()
    app = FwdashApp(source)  # type: ignore[arg-type]
    asked = [0.0, 0.0]

    def begin() -> None:
        asked[:] = [time.monotonic(), time.process_time()]

    app.call_later(lambda: app.set_timer(2.0, begin))
    app.run()
    wall, cpu = time.monotonic() - asked[0], time.process_time() - asked[1]
    loaded = [name for name in FRAMEWORKS if name in sys.modules]
    Path(report).write_text(
        json.dumps({"cpu": cpu / wall, "loaded": loaded, "left_out": app.left_out})
    )


class Terminal:
    """A child on a pty of a given size."""

    def __init__(self, columns: int, rows: int, command: list[str]) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        env["PYTHONPATH"] = str(ROOT)
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True
        )
        os.close(slave)
        self.bytes = 0

    link: float | None = None
    """Bytes a second that are read at most, as over a slow line."""

    def read(self, seconds: float) -> bytes:
        """What comes within some time."""
        try:
            ready, _, _ = select.select([self.master], [], [], max(0.0, seconds))
            chunk = os.read(self.master, 1 << (9 if self.link else 16)) if ready else b""
        except OSError:
            chunk = b""
        if self.link:
            time.sleep(len(chunk) / self.link)
        self.bytes += len(chunk)
        return chunk

    def drain(self, seconds: float) -> None:
        """Read for some time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)

    def until(self, needle: bytes, seconds: float = 10.0) -> float | None:
        """Seconds from process start until a text was painted."""
        seen, end = b"", time.monotonic() + seconds
        while time.monotonic() < end:
            seen += self.read(0.05)
            if needle in seen:
                return time.monotonic() - self.began
        return None

    def key_latency(self, times: int) -> list[float]:
        """Milliseconds from `x` to the frame with the next axis, sorted."""
        waits = []
        for turn in range(times):
            self.drain(0.13 + 0.037 * (turn % 7))
            needle = (b"lane tim", b"wall", b"step")[turn % 3]
            sent, seen = time.monotonic(), b""
            os.write(self.master, b"x")
            while time.monotonic() - sent < 2 and needle not in seen:
                seen += self.read(0.2)
            waits.append((time.monotonic() - sent) * 1e3)
        return sorted(waits)

    def close(self) -> None:
        """Quit and wait."""
        os.write(self.master, b"q")
        end = time.monotonic() + 8
        while self.process.poll() is None and time.monotonic() < end:
            self.read(0.1)
        if self.process.poll() is None:
            self.process.kill()
        os.close(self.master)


def measure(
    columns: int,
    rows: int,
    seconds: float,
    *,
    keys: int,
    link: float | None = None,
    kind: str = "live",
) -> None:
    """One run of the dashboard at one size, with some key presses or without."""
    report = f"/tmp/bench_ui-{os.getpid()}.json"
    terminal = Terminal(columns, rows, [sys.executable, __file__, "--child", report, kind])
    first = terminal.until(b"digits-mlp")
    terminal.link = link
    terminal.drain(3.0)
    terminal.bytes, began = 0, time.monotonic()
    terminal.drain(seconds)
    rate = terminal.bytes / (time.monotonic() - began) / 1024
    if keys:
        waits = terminal.key_latency(keys)
        terminal.link = None
        over = f" over a link of {link / 1000:.0f} KB/s" if link else ""
        p99 = waits[min(len(waits) - 1, round(len(waits) * 0.99))]
        print(
            f"{columns}x{rows}: key to frame p50 {waits[len(waits) // 2]:.1f} ms, p99 {p99:.1f} ms "
            f"over {len(waits)} keys{over}"
        )
        terminal.close()
        return
    terminal.close()
    told = json.loads(Path(report).read_text())
    print(
        f"{columns}x{rows} {kind}: first paint {first or -1:.2f} s, UI {told['cpu']:.1%} of a core, "
        f"{rate:.1f} KiB/s to the terminal, frames left out {told['left_out']}, "
        f"frameworks loaded: {told['loaded'] or 'none'}"
    )


def memory() -> None:
    """RSS of the fold over 3 x 10 million steps, without a screen."""
    import numpy as np
    import psutil

    from engines import events as ev
    from engines.run.run import Run
    from tests.tui import scripted

    run = Run(scripted.header())
    me = psutil.Process()
    before = me.memory_info().rss
    size, chunk = 2000, 100
    chunks = size // chunk
    each = (0.05,) * chunks
    values = tuple(np.linspace(1, 0.1, size).tolist())
    began = time.monotonic()
    print(f"memory: {before / 2**20:.0f} MiB before", end="")
    for number in range(10_000_000 // size):
        at = 1.0 * number
        ends = tuple(at + 0.05 * k for k in range(1, chunks + 1))
        for lane in scripted.LANES:
            run.apply(
                ev.Steps(
                    lane=lane, at=at, first=1 + number * size, losses=values,
                    counts=(chunk,) * chunks, seconds=each, cpu_seconds=each, ends=ends,
                    lane_ends=ends, left_out=("",) * chunks,
                )
            )  # fmt: skip
        if (number + 1) * size in (1_000_000, 5_000_000, 10_000_000):
            rss = me.memory_info().rss / 2**20
            print(f", {rss:.0f} MiB at 3 x {(number + 1) * size / 1e6:.0f}M", end="", flush=True)
    print(f" ({time.monotonic() - began:.0f} s)")


def main() -> None:
    """All measurements."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    measure(120, 40, seconds, keys=0)
    measure(80, 24, seconds, keys=0)
    measure(120, 40, seconds, keys=0, kind="still")
    measure(120, 40, 1.0, keys=450)
    measure(120, 40, 1.0, keys=90, link=60_000)
    memory()


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:4])
    else:
        main()
