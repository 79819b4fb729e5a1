"""Chunks that other processes disturbed are no samples, and where they must be, that is said."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from engines.worker.disturbances import FEW, Disturbances, involuntary_switches


def judged(judge: Disturbances, *ratios: float, switched: bool = True) -> list[bool]:
    """Which chunks of these wall by CPU times are left out."""
    return [judge.leave_out(ratio, 1.0, switched=switched) for ratio in ratios]


def known(*ratios: float) -> Disturbances:
    """A judge that has seen samples enough."""
    judge = Disturbances()
    judged(judge, *(ratios or (1.0,)) * FEW)
    return judge


def test_a_chunk_that_lost_its_core_and_took_longer_is_no_sample() -> None:
    assert judged(known(), 1.02, 1.9, 1.0, 1.4) == [False, True, False, True]


def test_longer_alone_or_switched_alone_is_no_disturbance() -> None:
    """A lane may wait for a disk, and the kernel may look in for a moment."""
    assert judged(known(), 1.9, switched=False) == [False]
    assert judged(known(), 1.1) == [False]


def test_with_several_threads_usual_is_what_the_lane_itself_shows() -> None:
    assert judged(known(0.5), 0.52, 0.9) == [False, True]


def test_a_lane_that_waits_by_itself_is_not_thought_disturbed_for_that() -> None:
    """Wall time over CPU time in quiet chunks is no measure below one core."""
    assert judged(known(1.2), 1.2, 1.25) == [False, False]


def test_few_samples_are_taken_as_they_come_and_it_is_said() -> None:
    judge = Disturbances()
    assert judged(judge, *[1.0, 2.0] * (FEW // 2)) == [False] * FEW
    assert "Other processes" in judge.to_say()
    assert judge.to_say() == "", "once"
    assert judged(judge, 2.0, 1.0) == [True, False], "from then on there are enough"


def test_where_nothing_is_quiet_there_are_samples_all_the_same() -> None:
    judge = Disturbances()
    assert not any(judged(judge, *[2.0] * 200))
    assert "Other processes" in judge.to_say()


def test_a_quiet_machine_says_nothing() -> None:
    judge = known()
    judged(judge, *[1.0, 1.0, 1.0, 2.0] * 20)
    assert judge.to_say() == ""


@pytest.fixture
def hog() -> Iterator[None]:
    """Another process that computes on the only core that this one may use, for as long as asked."""
    before = os.sched_getaffinity(0)
    core = {min(before)}
    os.sched_setaffinity(0, core)
    process = subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"])
    yield
    process.kill()
    process.wait()
    os.sched_setaffinity(0, before)


@pytest.mark.usefixtures("hog")
def test_the_kernel_tells_of_a_neighbour_on_the_same_core() -> None:
    judge = known()
    end = time.monotonic() + 20
    while time.monotonic() < end:
        switches, began, cpu = involuntary_switches(), time.perf_counter(), time.process_time()
        while time.process_time() - cpu < 0.05:
            pass
        seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
        if judge.leave_out(seconds, cpu_seconds, switched=involuntary_switches() > switches):
            return
    pytest.fail("no chunk was seen as disturbed")
