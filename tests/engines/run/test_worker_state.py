"""What is known of a worker whose job is not training: it folds alone."""

from __future__ import annotations

from engines import events as ev
from engines.progress import WorkerProgress
from engines.run.worker_state import WorkerState

WHO = "torch/case"


def worker(*told: ev.AnyEvent) -> WorkerState:
    made = WorkerState(WHO, "torch", WorkerProgress("cpu"))
    for event in told:
        made.apply(event)
    return made


def started(at: float) -> ev.Started:
    return ev.Started(lane=WHO, at=at, pid=7, attempt=1, device="cpu:0", mode="")


def phase(name: str, at: float, detail: str = "") -> ev.Phase:
    return ev.Phase(lane=WHO, at=at, phase=name, detail=detail)


def test_its_phases_and_how_long_they_took() -> None:
    known = worker(
        started(1.0),
        phase("importing", 1.5),
        phase("measuring", 4.0, "case 1"),
        phase("measuring", 5.0, "case 2"),
        phase("finished", 6.0),
    )
    assert (known.attempt, known.pid, known.device, known.started_at) == (1, 7, "cpu:0", 1.0)
    assert known.phase_seconds == {"starting": 0.5, "importing": 2.5, "measuring": 2.0}
    assert [name for name, _ in known.phases] == ["importing", "measuring", "measuring", "finished"]
    assert (known.phase, known.phase_since, known.status) == ("finished", 6.0, "finished")


def test_its_memory_is_known_by_wall_time() -> None:
    looks = [
        ev.ProcessSampled(lane=WHO, at=at, rss=rss, own=50) for at, rss in ((1.0, 300), (2.5, 200))
    ]
    known = worker(started(0.5), *looks)
    assert known.rss.x("wall").tolist() == [1.0, 2.5]
    assert known.rss.x("step").tolist() == known.rss.x("lane").tolist() == [0.0, 0.0]
    assert (known.peak_rss, known.peak_own, known.own_bytes) == (300, 50, 50)


def test_a_halted_process_is_said_until_it_goes_on_or_has_ended() -> None:
    halted = ev.ProcessSampled(lane=WHO, at=2.0, rss=1, halted="stopped")
    known = worker(started(0.5), phase("importing", 1.0), halted)
    assert (known.halted, known.halted_since) == ("stopped", 2.0)
    known.apply(phase("stopped", 3.0))
    assert known.halted == ""


def test_its_crash_its_output_and_what_its_allocator_says() -> None:
    crash = ev.Crashed(lane=WHO, at=3.0, reason="killed by SIGKILL", signal="SIGKILL")
    known = worker(
        started(0.5),
        ev.Logged(lane=WHO, at=1.0, line="hello"),
        ev.DeviceMemory(lane=WHO, at=2.0, used=1, peak=9),
        crash,
    )
    assert [entry.line for entry in known.log] == ["hello"]
    assert known.peak_device_bytes == 9
    assert (known.crash, known.error, known.status) == (crash, "killed by SIGKILL", "crashed")
    assert known.revision == 4


def test_what_it_does_not_know_changes_nothing() -> None:
    known = worker(started(0.5))
    before = vars(known) | {"revision": 0}
    known.apply(ev.Evaluated(lane=WHO, at=2.0, step=3, loss=1.0, accuracy=None))
    assert vars(known) | {"revision": 0} == before
