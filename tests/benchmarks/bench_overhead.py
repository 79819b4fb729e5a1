"""A lane alone under `fwdash run --headless`, against its bare loop and an introductory example's."""

from __future__ import annotations

import sys

from tests.benchmarks.headless import fwdash, medians, python, ratio_line

ROUNDS = 5
STEPS = 3000


def main() -> None:
    """Print fwdash over bare (bound 1.02) and fwdash over introductory (bound 1.00) for each lane."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(f"median ms a step, digits-mlp, {STEPS} steps, {rounds} rounds side by side")
    for lane in ("torch", "keras", "jax"):
        with_fwdash, bare, introductory = [], [], []
        for _ in range(rounds):
            bare.append(
                float(python("-m", "tests.benchmarks.bare", lane, "digits-mlp", str(STEPS)))
            )
            with_fwdash.append(medians(fwdash(lane, "--steps", str(STEPS)))[lane])
            introductory.append(
                float(python("-m", "tests.benchmarks.introductory", lane, str(STEPS)))
            )
        print(ratio_line(f"{lane}: fwdash / bare loop", with_fwdash, bare, 1.02), flush=True)
        print(
            ratio_line(f"{lane}: fwdash / introductory", with_fwdash, introductory, 1.0), flush=True
        )


if __name__ == "__main__":
    main()
