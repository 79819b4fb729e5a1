"""Three lanes in turns, each against the same lane alone; and, for comparison, all at once."""

from __future__ import annotations

import sys

from tests.benchmarks.headless import fwdash, medians, ratio_line

ROUNDS = 3
STEPS = 3000
LANES = ("torch", "keras", "jax")


def main() -> None:
    """Print turns over alone (bound 1.10) for each lane, and what running at once would cost."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    alone: dict[str, list[float]] = {lane: [] for lane in LANES}
    turns: dict[str, list[float]] = {lane: [] for lane in LANES}
    print(f"median ms a step, digits-mlp, {STEPS} steps, {rounds} rounds side by side")
    for _ in range(rounds):
        together = medians(fwdash(*LANES, "--steps", str(STEPS)))
        for lane in LANES:
            turns[lane].append(together[lane])
            alone[lane].append(medians(fwdash(lane, "--steps", str(STEPS)))[lane])
    for lane in LANES:
        print(ratio_line(f"{lane}: in turns / alone", turns[lane], alone[lane], 1.10), flush=True)


if __name__ == "__main__":
    main()
