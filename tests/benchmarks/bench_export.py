"""Time and peak memory of a report and of each export of 3 x 1,000,000 steps.

`python -m tests.benchmarks export [STEPS]`. Each runs in a process of its own through the command
line; the figure of `read only` is the fold of the same log, which a report contains.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.long_log import write_long_log

FWDASH = "from tui.cli import main; main()"
READ = """
import sys
from pathlib import Path
from engines.run.read import read_run
read_run(Path(sys.argv[1]))
"""


def measured(code: str, *arguments: str) -> tuple[float, float]:
    """Wall seconds and peak resident memory in MiB of a Python process."""
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{arguments} ended with exit code {child.returncode}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def main() -> None:
    """Write the log, then print a line for each."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folder = Path(tempfile.mkdtemp(prefix="fwdash-bench-"))
    try:
        log = folder / "long.fwdash.jsonl"
        size = write_long_log(log, steps)
        print(f"3 x {steps:,} steps, run log of {size / 1e6:,.0f} MB")
        print(f"{'':>18}  {'seconds':>8}  {'peak MiB':>8}  {'MB written':>10}")
        seconds, peak = measured(READ, str(log))
        print(f"{'read only':>18}  {seconds:8.1f}  {peak:8.0f}", flush=True)
        cases = [("report .html", ("report", str(log), "-o"), folder / "report.html")]
        cases += [
            (f"export {to}", ("export", str(log), "--to", to), folder / to)
            for to in ("csv", "parquet", "tensorboard")
        ]
        for name, command, out in cases:
            seconds, peak = measured(FWDASH, *command, str(out))
            print(
                f"{name:>18}  {seconds:8.1f}  {peak:8.0f}  {size_of(out) / 1e6:10,.1f}", flush=True
            )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
