"""What `--tensorboard DIR` costs a run that trains, the events being fed to the files or not by turns.

    python -m tests.benchmarks.bench_tensorboard [SECONDS [LANE]]

A child process does what `fwdash run --headless --tensorboard DIR` does. Between its supervisor and its
loop stands a switch: with it off, events go past the tee, whose thread then waits for nothing to do.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.slices import start
from tests.benchmarks.switched import ON, begin, print_costs, take_slices

if TYPE_CHECKING:
    from engines.events import AnyEvent
    from tui.sources.tensorboard_tee import TensorBoardTee

SECONDS = 120.0


class Switch:
    """The tee, or the source behind it."""

    def __init__(self, source: Any, tee: TensorBoardTee) -> None:
        """Off at first."""
        self._source, self._tee = source, tee
        self.on = False

    def drain(self) -> list[AnyEvent]:
        """The events, through the tee or past it."""
        return (self._tee if self.on else self._source).drain()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tee, name)


def child(lane: str, log: str, folder: str) -> None:
    """Train; each line on stdin switches."""
    from engines.device import find_machine
    from engines.runlog.writer import RunLog
    from engines.training.live import LiveTraining
    from tui.plain.headless import run_headless
    from tui.sources.tensorboard_tee import teed
    from tui.start.checked_plan import make_plan
    from tui.start.run_request import RunRequest

    machine = find_machine()
    plan = make_plan(RunRequest(lanes=(lane,), steps=100_000_000), machine)
    source = LiveTraining(plan, machine, log=lambda _: RunLog(Path(log)), command=["fwdash"])
    began = time.perf_counter()
    switch = Switch(source, teed(source, Path(folder)))
    print(f"{time.perf_counter() - began:.2f}", flush=True)

    def obey() -> None:
        for line in sys.stdin:
            switch.on = line.strip() == ON

    threading.Thread(target=obey, daemon=True).start()
    run_headless(switch, as_json=False)  # type: ignore[arg-type]


def main() -> None:
    """Print the ratio of fed to not fed, and what the files came to."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    lane = sys.argv[2] if len(sys.argv) > 2 else "torch"
    with tempfile.TemporaryDirectory() as name:
        log, folder = Path(name) / "run.fwdash.jsonl", Path(name) / "tensorboard"
        fwdash = start(__file__, "--child", lane, str(log), str(folder))
        switch, told = fwdash.stdin, fwdash.stdout
        assert switch is not None
        assert told is not None
        first = told.readline().strip()
        begin(log)

        def tell(how: str) -> None:
            switch.write(f"{how}\n")
            switch.flush()

        slices = take_slices(tell, seconds)
        fwdash.terminate()
        fwdash.communicate()
        print(f"before a run starts: {first} s until the files are open")
        print_costs(f"{lane}: events fed to TensorBoard files / not", log, slices, 1.01)
        size = sum(file.stat().st_size for file in folder.rglob("events.out.*"))
        fed = sum(one.condition == ON for one in slices) / len(slices)
        print(f"  {size / 1024:,.0f} KiB of event files in the {fed:.0%} of the time that were fed")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        main()
