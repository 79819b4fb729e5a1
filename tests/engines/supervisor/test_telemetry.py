"""Telemetry: what is not known is None, and a process is measured from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import psutil
import pytest

from engines.device import Gpu, find_gpus
from engines.events import CoresSampled, GpuSampled, ProcessSampled
from engines.supervisor.telemetry import Sampler

GPUS = (Gpu("cuda:0", "Fake", "GPU-a", 100), Gpu("cuda:1", "Old", "GPU-b", None))


class FakeNvml(ModuleType):
    """NVML at the edge: the first GPU answers everything, the second only its name."""

    NVML_TEMPERATURE_GPU = 0

    class NVMLError(Exception):
        """Stands for NVML's own."""

    def __init__(self) -> None:
        super().__init__("pynvml")

    def nvmlInit(self) -> None:
        """Works."""

    nvmlShutdown = nvmlInit

    def nvmlDeviceGetCount(self) -> int:
        return 2

    def nvmlDeviceGetHandleByIndex(self, index: int) -> str:
        return ("GPU-b", "GPU-a")[index]

    def nvmlDeviceGetHandleByUUID(self, uuid: str) -> str:
        return uuid

    def nvmlDeviceGetName(self, handle: str) -> str:
        return "Fake" if handle == "GPU-a" else "Old"

    def nvmlDeviceGetUUID(self, handle: str) -> str:
        return handle

    def nvmlDeviceGetPciInfo(self, handle: str) -> Any:
        return SimpleNamespace(busId="0000:01" if handle == "GPU-a" else "0000:02")

    def _only_the_first(self, handle: str, answer: Any) -> Any:
        if handle != "GPU-a":
            raise self.NVMLError("not supported")
        return answer

    def nvmlDeviceGetMemoryInfo(self, handle: str) -> Any:
        return self._only_the_first(handle, SimpleNamespace(used=60, total=100))

    def nvmlDeviceGetUtilizationRates(self, handle: str) -> Any:
        return self._only_the_first(handle, SimpleNamespace(gpu=75))

    def nvmlDeviceGetPowerUsage(self, handle: str) -> Any:
        return self._only_the_first(handle, 250_000)

    def nvmlDeviceGetTemperature(self, handle: str, sensor: int) -> Any:
        return self._only_the_first(handle, 60)

    def nvmlDeviceGetComputeRunningProcesses(self, handle: str) -> Any:
        mine = SimpleNamespace(pid=os.getpid(), usedGpuMemory=42)
        return self._only_the_first(handle, [mine])


def test_what_a_gpu_does_not_tell_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", FakeNvml())
    monkeypatch.setattr("engines.supervisor.telemetry.PERIOD", 0.01)
    said: list[ProcessSampled | GpuSampled | CoresSampled] = []
    workers = {"a": (os.getpid(), GPUS[0]), "b": (os.getpid(), None)}
    sampler = Sampler(lambda: workers, said.append, lambda: 1.0, GPUS, (0,))
    sampler.start()
    deadline = time.monotonic() + 10
    while len(said) < 12 and time.monotonic() < deadline:
        time.sleep(0.01)
    sampler.close()
    gpus = {event.device: event for event in said if isinstance(event, GpuSampled)}
    first, second = gpus["cuda:0"], gpus["cuda:1"]
    assert (first.used, first.total, first.utilisation, first.watts) == (60, 100, 75, 250.0)
    assert (second.used, second.utilisation, second.watts, second.celsius) == (None,) * 4
    lanes = [event for event in said if isinstance(event, ProcessSampled)]
    by_lane = {event.lane: event for event in reversed(lanes)}
    assert by_lane["a"].gpu_bytes == 42
    assert by_lane["b"].gpu_bytes is None
    assert by_lane["a"].own is not None
    assert by_lane["a"].rss is not None
    assert by_lane["a"].rss >= by_lane["a"].own > 1 << 20


def test_a_process_that_is_gone_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engines.supervisor.telemetry.PERIOD", 0.01)
    said: list[ProcessSampled | GpuSampled | CoresSampled] = []
    workers = {"gone": (2**22 - 1, None), "here": (os.getpid(), None)}
    sampler = Sampler(lambda: workers, said.append, lambda: 1.0, (), (0,))
    sampler.start()
    deadline = time.monotonic() + 10
    while len(said) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    sampler.close()
    assert {event.lane for event in said if isinstance(event, ProcessSampled)} == {"here"}


@pytest.mark.parametrize("known", [True, False])
def test_cores_are_looked_at_where_it_is_known_which_is_which(
    monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    online = len(psutil.cpu_percent(percpu=True))
    monkeypatch.setattr(os, "sysconf", lambda name: online if known else online + 1)
    monkeypatch.setattr("engines.supervisor.telemetry.PERIOD", 0.01)
    said: list[ProcessSampled | GpuSampled | CoresSampled] = []
    cores = tuple(range(online))
    sampler = Sampler(lambda: {"a": (os.getpid(), None)}, said.append, lambda: 1.0, (), cores)
    sampler.start()
    deadline = time.monotonic() + 10
    while len(said) < 12 and time.monotonic() < deadline:
        time.sleep(0.01)
    sampler.close()
    looks = [event for event in said if isinstance(event, CoresSampled)]
    assert bool(looks) == known
    for look in looks:
        assert look.cores == cores
        assert len(look.busy) == online
        assert all(0 <= busy <= 100 for busy in look.busy)
        assert 1 << 20 < look.memory_used < psutil.virtual_memory().total


def test_gpus_are_numbered_by_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", FakeNvml())
    gpus, note = find_gpus()
    assert note == ""
    assert [(gpu.name, gpu.uuid, gpu.memory_bytes) for gpu in gpus] == [
        ("cuda:0", "GPU-a", 100),
        ("cuda:1", "GPU-b", None),
    ]


@pytest.fixture
def idler() -> Iterator[subprocess.Popen[bytes]]:
    """A process that sleeps, and is gone afterwards whatever was done to it."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


def looks(pid: int) -> list[ProcessSampled]:
    """What two looks at a process say."""
    said: list[ProcessSampled | GpuSampled | CoresSampled] = []
    sampler = Sampler(lambda: {"a": (pid, None)}, said.append, lambda: 1.0, (), (0,))
    sampler.start()
    deadline = time.monotonic() + 10
    while (
        sum(isinstance(event, ProcessSampled) for event in said) < 2 and time.monotonic() < deadline
    ):
        time.sleep(0.01)
    sampler.close()
    return [event for event in said if isinstance(event, ProcessSampled)]


def test_a_process_that_was_stopped_says_so_until_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, idler: subprocess.Popen[bytes]
) -> None:
    monkeypatch.setattr("engines.supervisor.telemetry.PERIOD", 0.01)
    assert looks(idler.pid)[-1].halted == ""
    idler.send_signal(signal.SIGSTOP)
    os.waitpid(idler.pid, os.WUNTRACED)
    stopped = looks(idler.pid)[-1]
    assert stopped.halted == "stopped"
    assert stopped.rss is not None
    assert stopped.rss > 1 << 20
    idler.send_signal(signal.SIGCONT)
    os.waitpid(idler.pid, os.WCONTINUED)
    assert looks(idler.pid)[-1].halted == ""


def test_a_process_that_ended_unheard_has_no_memory_that_could_be_measured(
    monkeypatch: pytest.MonkeyPatch, idler: subprocess.Popen[bytes]
) -> None:
    monkeypatch.setattr("engines.supervisor.telemetry.PERIOD", 0.01)
    os.kill(idler.pid, signal.SIGKILL)
    os.waitid(os.P_PID, idler.pid, os.WEXITED | os.WNOWAIT)
    ended = looks(idler.pid)[-1]
    assert (ended.halted, ended.rss, ended.own) == ("zombie", None, None)


def test_the_first_look_at_a_process_knows_no_share_of_a_core(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engines.supervisor.telemetry.PERIOD", 0.01)
    first, second = looks(os.getpid())[:2]
    assert first.cpu_percent is None
    assert second.cpu_percent is not None
