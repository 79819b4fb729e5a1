"""GPUs: what is hidden or taken away is not used, a lost one costs itself only, a broken driver is said."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from engines import device
from engines.device import Machine, find_machine, parse_device
from engines.errors import RunError
from engines.events import GpuSampled
from engines.gpus import gpus_here
from engines.supervisor.launch import environment
from engines.supervisor.telemetry import Sampler
from tui.plain import doctor
from tui.views.device_view import devices_view
from widgets.device_rows import device_lines


class FakeNvml(ModuleType):
    """NVML at the edge: cards by number, some of which do not answer."""

    NVML_TEMPERATURE_GPU = 0

    class NVMLError(Exception):
        """Stands for NVML's own."""

    class NVMLError_NoPermission(NVMLError):
        """A scheduler's control group does not let the process at it."""

    class NVMLError_LibraryNotFound(NVMLError):
        """No driver is installed."""

    class NVMLError_LibRmVersionMismatch(NVMLError):
        """The driver was updated."""

    def __init__(self, count: int = 3, **broken: Any) -> None:
        super().__init__("pynvml")
        self.count = count
        self.errors: dict[int, Exception] = broken.pop("errors", {})
        self.init: Exception | None = broken.pop("init", None)
        self.divided: dict[int, int] = broken.pop("divided", {})
        """Card -> how many instances it is divided into."""

    def nvmlInit(self) -> None:
        if self.init is not None:
            raise self.init

    def nvmlShutdown(self) -> None:
        """Works."""

    def nvmlDeviceGetCount(self) -> int:
        return self.count

    def nvmlDeviceGetHandleByIndex(self, index: int) -> str:
        if index in self.errors:
            raise self.errors[index]
        return f"GPU-{index}abc"

    def nvmlDeviceGetHandleByUUID(self, uuid: str) -> str:
        if uuid.startswith("GPU-") and int(uuid[4]) in self.errors:
            raise self.errors[int(uuid[4])]
        return uuid

    def nvmlDeviceGetPciInfo(self, handle: str) -> Any:
        return SimpleNamespace(busId=f"00000000:0{handle[4]}:00.0")

    def nvmlDeviceGetName(self, handle: str) -> str:
        return f"Card {handle}"

    def nvmlDeviceGetUUID(self, handle: str) -> str:
        return handle

    def nvmlDeviceGetMemoryInfo(self, handle: str) -> Any:
        return SimpleNamespace(total=80 << 30, used=1 << 30)

    def nvmlDeviceGetUtilizationRates(self, handle: str) -> Any:
        return SimpleNamespace(gpu=0 if handle.startswith("MIG") else 55)

    def nvmlDeviceGetMigMode(self, handle: str) -> list[int]:
        on = int(handle.startswith("GPU-") and int(handle[4]) in self.divided)
        return [on, on]

    def nvmlDeviceGetMaxMigDeviceCount(self, handle: str) -> int:
        return 7

    def nvmlDeviceGetMigDeviceHandleByIndex(self, handle: str, index: int) -> str:
        if index >= self.divided[int(handle[4])]:
            raise self.NVMLError("not found")
        return f"MIG-{handle[4]}{index}"


Fake = Callable[..., FakeNvml]


@pytest.fixture
def nvml(monkeypatch: pytest.MonkeyPatch) -> Fake:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)

    def put(count: int = 3, **how: Any) -> FakeNvml:
        fake = FakeNvml(count, **how)
        monkeypatch.setitem(sys.modules, "pynvml", fake)
        return fake

    return put


def named() -> list[tuple[str, str]]:
    return [(gpu.name, gpu.uuid) for gpu in gpus_here().gpus]


@pytest.mark.parametrize(
    ("value", "uuids"),
    [
        (None, ["GPU-0abc", "GPU-1abc", "GPU-2abc"]),
        ("", []),
        ("-1", []),
        ("NoDevFiles", []),
        ("1", ["GPU-1abc"]),
        ("2,0", ["GPU-2abc", "GPU-0abc"]),
        (" 2 , 1 ", ["GPU-2abc", "GPU-1abc"]),
        ("0,-1,1", ["GPU-0abc"]),
        ("0,9,1", ["GPU-0abc"]),
        ("0,0,1", ["GPU-0abc"]),
        ("GPU-2abc", ["GPU-2abc"]),
        ("GPU-1", ["GPU-1abc"]),
        ("GPU-", []),
        ("GPU-none,0", []),
    ],
)
def test_the_visible_gpus_are_those_that_the_variable_names_in_its_order(
    nvml: Fake, monkeypatch: pytest.MonkeyPatch, value: str | None, uuids: list[str]
) -> None:
    nvml()
    if value is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", value)
    assert named() == [(f"cuda:{n}", uuid) for n, uuid in enumerate(uuids)]
    machine = find_machine()
    if uuids:
        assert environment(parse_device("cuda:0", machine), 1)["CUDA_VISIBLE_DEVICES"] == uuids[0]
    else:
        assert "CUDA_VISIBLE_DEVICES" in machine.gpu_note
    if value is not None:
        with pytest.raises(RunError, match=r"CUDA_VISIBLE_DEVICES.* hides .* of this machine"):
            parse_device(f"cuda:{len(uuids)}", machine)
    assert environment(parse_device("cpu", machine), 1)["CUDA_VISIBLE_DEVICES"] == ""


def test_what_a_scheduler_took_away_is_not_counted(
    nvml: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    nvml(errors={0: FakeNvml.NVMLError_NoPermission("Insufficient Permissions")})
    assert named() == [("cuda:0", "GPU-1abc"), ("cuda:1", "GPU-2abc")]
    here = gpus_here()
    assert here.lost == ()
    assert "1 GPU of this machine may not be used by this process" in here.hidden
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    assert named() == [("cuda:0", "GPU-2abc")]


def test_a_lost_gpu_costs_itself_only(nvml: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    nvml(errors={0: FakeNvml.NVMLError("GPU is lost")})
    assert named() == [("cuda:1", "GPU-1abc"), ("cuda:2", "GPU-2abc")]
    machine = find_machine()
    assert parse_device("cuda:1", machine).gpu is not None
    with pytest.raises(RunError, match=r"'cuda:0' cannot be used: GPU is lost; reset it.*cuda:1"):
        parse_device("cuda:0", machine)
    monkeypatch.setattr(doctor, "find_machine", lambda: machine)
    found = {one.text: one.good for one in doctor._gpus(machine)}
    assert found["cuda:1 Card GPU-1abc"]
    assert any(text.startswith("cuda:0 cannot be used") and not found[text] for text in found)
    shown = device_lines(devices_view(_run(), machine, {}), 100)[0]
    assert "cuda:0 cannot be used: GPU is lost" in "\n".join(
        "".join(piece.text for piece in line) for line in shown
    )


def _run() -> Any:
    from engines.run.run import Run
    from tests.engines.streams import header

    return Run(header())


def test_all_lost_is_not_none_there(nvml: Fake) -> None:
    nvml(1, errors={0: FakeNvml.NVMLError("GPU is lost")})
    machine = find_machine()
    assert "cuda:0 cannot be used: GPU is lost" in machine.gpu_note
    with pytest.raises(RunError, match="no other GPU"):
        parse_device("cuda", machine)


@pytest.mark.parametrize(
    ("error", "note", "broken"),
    [
        (FakeNvml.NVMLError_LibraryNotFound("NVML Shared Library Not Found"),
         "no NVIDIA driver found", False),
        (FakeNvml.NVMLError_LibRmVersionMismatch("RM has detected an NVML/RM version mismatch."),
         "Driver/library version mismatch", True),
        (FakeNvml.NVMLError_LibRmVersionMismatch("Driver/library version mismatch"),
         "restart the machine", True),
        (FakeNvml.NVMLError("Unknown Error"), "does not answer: Unknown Error", True),
    ],
)  # fmt: skip
def test_a_driver_that_does_not_work_is_not_one_that_is_absent(
    nvml: Fake, error: Exception, note: str, broken: bool
) -> None:
    nvml(init=error)
    machine = find_machine()
    assert note in machine.gpu_note
    assert machine.gpu_broken is broken
    assert [one.good for one in doctor._gpus(machine)] == [not broken]
    with pytest.raises(RunError, match=note):
        parse_device("cuda", machine)


def test_a_divided_gpu_is_used_by_its_instances(
    nvml: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    nvml(2, divided={0: 2})
    assert named() == [("cuda:0", "MIG-00"), ("cuda:1", "MIG-01"), ("cuda:2", "GPU-1abc")]
    assert [gpu.mig for gpu in gpus_here().gpus] == [True, True, False]
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "MIG-01")
    assert named() == [("cuda:0", "MIG-01")]
    env = environment(parse_device("cuda", find_machine()), 1)
    assert env["CUDA_VISIBLE_DEVICES"] == "MIG-01"


def test_one_that_is_divided_into_nothing_says_so(nvml: Fake) -> None:
    nvml(2, divided={0: 0})
    assert named() == [("cuda:1", "GPU-1abc")]
    assert "into no instances" in gpus_here().lost[0].reason


def looked_at(fake: FakeNvml, gpus: Any) -> dict[str, GpuSampled]:
    said: list[Any] = []
    sampler = Sampler(dict, said.append, lambda: 1.0, gpus, (0,))
    sampler._nvml = fake
    sampler._look_at_gpus()
    return {event.device: event for event in said}


def test_how_busy_an_instance_is_is_not_known_and_not_zero(nvml: Fake) -> None:
    fake = nvml(2, divided={0: 1})
    seen = looked_at(fake, gpus_here().gpus)
    assert (seen["cuda:0"].utilisation, seen["cuda:0"].used) == (None, 1 << 30)
    assert seen["cuda:1"].utilisation == 55


def test_one_that_is_lost_in_a_run_is_not_known_any_more_and_the_others_are(nvml: Fake) -> None:
    fake = nvml(2)
    gpus = gpus_here().gpus
    fake.errors[0] = FakeNvml.NVMLError("GPU is lost")
    seen = looked_at(fake, gpus)
    assert (seen["cuda:0"].used, seen["cuda:0"].total, seen["cuda:0"].utilisation) == (None,) * 3
    assert seen["cuda:1"].utilisation == 55


def test_a_library_that_knows_less_is_enough(nvml: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = nvml(1)
    for name in ("nvmlDeviceGetMigMode", "nvmlDeviceGetMemoryInfo"):
        monkeypatch.delattr(FakeNvml, name)
    (gpu,) = gpus_here().gpus
    assert gpu.memory_bytes is None
    assert looked_at(fake, (gpu,))["cuda:0"].watts is None
    assert isinstance(device.find_machine(), Machine)
