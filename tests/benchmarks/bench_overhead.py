"""A lane alone under `fwdash run --headless`, against its engine alone and an introductory loop.

The engine alone (`bare`) is the engine's own loop without fwdash around it: the ratio is what fwdash
costs. Whether the engine is as fast as a loop that somebody else would write is `bench_modes`' question.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.headless import ratio_line
from tests.benchmarks.slices import SLICE, side_by_side

ROUNDS = 3
STEPS = 6000


def main() -> None:
    """Print fwdash over the engine alone (bound 1.02) and over introductory (bound 1.00) for each lane."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(f"median ms a step, digits-mlp, {STEPS} steps, {rounds} rounds, slices of {SLICE} s")
    with tempfile.TemporaryDirectory() as folder:
        for lane in ("torch", "keras", "jax"):
            for name, bound, module, arguments in (
                ("its engine alone", 1.02, "bare", [lane, "digits-mlp", str(STEPS)]),
                ("introductory", 1.00, "introductory", [lane, str(STEPS)]),
            ):
                pairs = [
                    side_by_side(
                        lane,
                        ["-m", f"tests.benchmarks.{module}", *arguments],
                        STEPS,
                        Path(folder) / f"{lane}-{name}-{n}.jsonl",
                    )
                    for n in range(rounds)
                ]
                with_fwdash, without = zip(*pairs, strict=True)
                print(
                    ratio_line(f"{lane}: fwdash / {name}", with_fwdash, without, bound), flush=True
                )


if __name__ == "__main__":
    main()
