"""Two runs against one another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from engines.events import Header
from engines.recipe import PlannedChange
from engines.report.comparison import Comparison, compare
from engines.report.reading import read
from tests.engines.streams import header
from tests.engines.written import step_times, trained, write_log


@dataclass(frozen=True)
class Side:
    """One run: how long its steps take, and what its header says otherwise."""

    median: float
    count: int = 300
    seed: int = 0
    head: Header | None = None


def compared(tmp_path: Path, *sides: Side) -> Comparison:
    readings = []
    for number, side in enumerate(sides):
        times = step_times(side.count, side.median, side.seed)
        head = side.head or header("torch")
        lane = head.lanes[0].id
        log = write_log(tmp_path / f"{number}.fwdash.jsonl", *trained(lane, times), head=head)
        readings.append(read(log))
    return compare(*readings)


def test_a_slower_run_is_told_with_its_interval(tmp_path: Path) -> None:
    (change,) = compared(tmp_path, Side(1e-3), Side(1.1e-3, seed=1)).changes
    assert change.more_than_noise is True
    assert change.verdict == "yes, slower"
    assert change.interval is not None
    assert change.interval.low < 1.1 < change.interval.high
    assert abs(change.ratio - 1.1) < 0.03


def test_a_faster_run_is_told(tmp_path: Path) -> None:
    (change,) = compared(tmp_path, Side(1e-3), Side(0.9e-3, seed=1)).changes
    assert change.verdict == "yes, faster"


def test_the_same_again_is_no_more_than_noise(tmp_path: Path) -> None:
    comparison = compared(tmp_path, Side(1e-3), Side(1e-3, seed=4))
    (change,) = comparison.changes
    assert change.more_than_noise is False
    assert change.verdict == "no"
    assert comparison.differences == ()


def test_a_change_below_the_width_of_a_bin_is_no_change(tmp_path: Path) -> None:
    (change,) = compared(tmp_path, Side(1e-3, 400), Side(1e-3, 400)).changes
    assert change.ratio == 1
    assert change.more_than_noise is False


def test_with_too_few_samples_nobody_can_say(tmp_path: Path) -> None:
    (change,) = compared(tmp_path, Side(1e-3, 3), Side(2e-3, 300)).changes
    assert change.more_than_noise is None
    assert change.verdict == "too few samples to say"


def test_runs_that_changed_modes_otherwise_are_not_alike(tmp_path: Path) -> None:
    change = PlannedChange(lane="torch", step=100, mode="compile")
    comparison = compared(tmp_path, Side(1e-3), Side(1e-3, head=header("torch", changes=(change,))))
    (unlike,) = comparison.differences
    assert (unlike.what, unlike.base) == ("mode changes", "none")
    assert unlike.other == "torch to compile after step 100"


def test_what_is_not_alike_is_listed_and_not_compared(tmp_path: Path) -> None:
    other = msgspec.structs.replace(
        header("torch", batch_size=128, seed=7),
        host={"cpu": "another", "cores": 4},
        versions={"torch": "2.0"},
    )
    comparison = compared(tmp_path, Side(1e-3), Side(1e-3, head=other))
    assert comparison.changes == ()
    assert comparison.only_base == ("torch+eager on cpu, batch 64",)
    assert comparison.only_other == ("torch+eager on cpu, batch 128",)
    told = {unlike.what: (unlike.base, unlike.other) for unlike in comparison.differences}
    assert told == {
        "batch size": ("64", "128"),
        "seed": ("0", "7"),
        "host cores": ("none", "4"),
        "host cpu": ("none", "another"),
        "version of torch": ("none", "2.0"),
    }
