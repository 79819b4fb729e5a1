"""Whether the way in which costs are measured sees one that is there: a planted one of 3 %.

    python -m tests.benchmarks.bench_planted [SECONDS [SHARE]]

A process on the training's core computes for 3 % of the time. It takes wall time from the steps and next
to none of the worker's own CPU time. Where the line of the wall time does not say MISSED, the machine is
too noisy for the figures of `attach`, `recording` and `tensorboard` too.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from engines.device import find_machine
from tests.benchmarks.slices import start
from tests.benchmarks.switched import ON, begin, print_costs, take_slices

SHARE = 0.03
PERIOD = 0.02
"""Seconds; shorter than what the scheduler would even out between slices."""
SECONDS = 120.0
BUSY = """
import os, sys, time
os.sched_setaffinity(0, {int(sys.argv[1])})
share, period = float(sys.argv[2]), float(sys.argv[3])
while True:
    began = time.thread_time()
    while time.thread_time() - began < share * period:
        pass
    time.sleep((1 - share) * period)
"""


def main() -> None:
    """Print the cost that was found."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    share = float(sys.argv[2]) if len(sys.argv) > 2 else SHARE
    core = find_machine().lane_cores[-1]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "planted.fwdash.jsonl"
        code = "from tui.cli import main; main(prog_name='fwdash')"
        run = ["run", "torch", "--headless", "--json", "--steps", "100000000", "--out", str(log)]
        fwdash = start("-c", code, *run)
        begin(log)
        command = [sys.executable, "-c", BUSY, str(core), str(share), str(PERIOD)]
        busy = subprocess.Popen(command)
        try:
            slices = take_slices(
                lambda how: busy.send_signal(signal.SIGCONT if how == ON else signal.SIGSTOP),
                seconds,
            )
        finally:
            busy.kill()
            busy.wait()
            fwdash.terminate()
            fwdash.communicate()
        print_costs(f"planted {share:.0%} of the training's core", log, slices, 1.01)


if __name__ == "__main__":
    main()
