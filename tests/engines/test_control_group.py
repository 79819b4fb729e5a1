"""A container has what its control group allows, in either version; the machine's own is not shown."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from engines import device
from engines.control_group import Limits, limits, memory_in_use, some_cores, throttled
from engines.device import find_machine
from engines.run_plan import describe_host
from engines.supervisor import telemetry
from engines.supervisor.telemetry import Sampler
from tui.plain.listings import list_devices

GIB = 1 << 30


def put(folder: Path, **files: str) -> Path:
    """A group's folder with these files; `__` stands for a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text + "\n")
    return folder


def of_2(tmp_path: Path, path: str = "/a/b", **own: str) -> Limits:
    """The limits of a process in the group a/b of version 2, whose files say this."""
    put(tmp_path, cgroup__controllers="cpu memory cpuset")
    put(tmp_path / "a", cpu__max="max 100000", memory__max="max")
    put(tmp_path / "a" / "b", **own)
    (tmp_path / "own").write_text(f"0::{path}\n")
    return limits(tmp_path, tmp_path / "own")


def of_1(tmp_path: Path, path: str = "/a", **files: dict[str, str]) -> Limits:
    """The same of version 1, where every controller has a folder of its own."""
    lines = []
    for number, (controllers, own) in enumerate(files.items()):
        name = controllers.replace("_", ",")
        put(tmp_path / name / "a", **own)
        lines.append(f"{number + 1}:{name}:{path}\n")
    (tmp_path / "own").write_text("".join(["1:name=systemd:/\n", *lines]))
    return limits(tmp_path, tmp_path / "own")


def test_version_2_says_cpu_time_memory_and_cores(tmp_path: Path) -> None:
    limit = of_2(
        tmp_path,
        cpu__max="150000 100000",
        memory__max=str(4 * GIB),
        cpuset__cpus__effective="0-2,7",
    )
    group = tmp_path / "a" / "b"
    assert limit == Limits(1.5, (0, 1, 2, 7), 4 * GIB, (group / "cpu.stat",), group)


def test_version_1_says_the_same_in_other_files(tmp_path: Path) -> None:
    limit = of_1(
        tmp_path,
        cpu_cpuacct={"cpu__cfs_quota_us": "50000", "cpu__cfs_period_us": "100000"},
        memory={"memory__limit_in_bytes": str(2 * GIB)},
        cpuset={"cpuset__cpus": "1"},
    )
    assert (limit.cpus, limit.memory_bytes, limit.cores) == (0.5, 2 * GIB, (1,))
    assert limit.throttled_by == (tmp_path / "cpu,cpuacct" / "a" / "cpu.stat",)


def test_no_quota_is_no_limit(tmp_path: Path) -> None:
    assert of_2(tmp_path, cpu__max="max 100000", memory__max="max") == Limits()
    limit = of_1(tmp_path / "1", cpu={"cpu__cfs_quota_us": "-1", "cpu__cfs_period_us": "100000"})
    assert limit.cpus is None
    assert limit.throttled_by == ()
    assert limits(tmp_path / "nothing", tmp_path / "nothing") == Limits()


def test_the_least_of_all_groups_above_holds(tmp_path: Path) -> None:
    of_2(tmp_path)
    put(tmp_path / "a", cpu__max="200000 100000", memory__max=str(GIB))
    limit = of_2_again(tmp_path, cpu__max="400000 100000", memory__max=str(8 * GIB))
    assert (limit.cpus, limit.memory_bytes) == (2.0, GIB)
    # Each of them may hold the process back.
    assert len(limit.throttled_by) == 2
    assert limit.memory_group == tmp_path / "a"


def of_2_again(tmp_path: Path, **own: str) -> Limits:
    put(tmp_path / "a" / "b", **own)
    return limits(tmp_path, tmp_path / "own")


@pytest.mark.parametrize("path", ["/", "/docker/not-seen-from-inside", "/../../elsewhere"])
def test_a_container_sees_its_own_group_as_the_uppermost(tmp_path: Path, path: str) -> None:
    put(tmp_path, cpu__max="100000 100000", memory__max=str(GIB))
    limit = of_2(tmp_path, path)
    assert (limit.cpus, limit.memory_bytes) == (1.0, GIB)


@pytest.mark.parametrize(
    ("limit", "count"),
    [
        (Limits(), 8),
        (Limits(cpus=8.0), 8),
        (Limits(cpus=2.0), 2),
        (Limits(cpus=2.9), 2),
        (Limits(cpus=0.25), 1),
        (Limits(cores=(1, 3)), 2),
        (Limits(cpus=1.0, cores=(1, 3)), 1),
        (Limits(cores=(99,)), 8),
    ],
)
def test_lanes_get_as_many_cores_as_they_have_cpu_time_for(limit: Limits, count: int) -> None:
    cores = some_cores(tuple(range(8)), limit)
    assert len(cores) == len(set(cores)) == count
    assert list(cores) == sorted(cores)


def test_the_limits_are_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    limit = Limits(cpus=2.5, memory_bytes=GIB)
    monkeypatch.setattr(device, "limits", lambda: limit)
    monkeypatch.setattr(device, "allowed_cores", lambda: tuple(range(8)))
    machine = find_machine()
    assert (len(machine.cores), machine.memory_bytes) == (2, GIB)
    said = machine.limits
    assert said[0] == "the control group allows 2 of 8 cores, which is 2.5 in CPU time"
    assert said[1].startswith("the control group allows 1 of ")
    host = describe_host(machine)
    assert (host["cores"], host["memory_bytes"], host["limits"]) == (2, GIB, list(said))
    list_devices(as_json=False)
    told = capsys.readouterr().out
    assert "1 GiB\n" in told
    assert said[0] in told


def test_without_limits_nothing_is_said_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "limits", Limits)
    machine = find_machine()
    assert machine.limits == ()
    assert machine.memory_bytes == psutil.virtual_memory().total
    assert "limits" not in describe_host(machine)


def test_memory_in_use_is_the_groups_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = put(tmp_path / "1", memory__usage_in_bytes="900", memory__stat="total_inactive_file 200")
    two = put(tmp_path / "2", memory__current="900", memory__stat="anon 5\ninactive_file 300")
    assert memory_in_use(one) == 700
    assert memory_in_use(two) == 600
    assert memory_in_use(tmp_path) is None
    limit = Limits(memory_bytes=1000, memory_group=two)
    monkeypatch.setattr(telemetry, "limits", lambda: limit)
    assert Sampler(dict, print, lambda: 0.0, (), (0,))._memory_group == two
    monkeypatch.setattr(telemetry, "limits", lambda: Limits(memory_bytes=1 << 62, memory_group=two))
    assert Sampler(dict, print, lambda: 0.0, (), (0,))._memory_group is None


def test_what_counts_the_times_a_group_was_held_back() -> None:
    assert throttled("usage_usec 9\nnr_periods 4\nnr_throttled 3\nthrottled_usec 88\n") == (3, 88)
    assert throttled("nr_periods 4\nnr_throttled 3\nthrottled_time 99\n") == (3, 99)
    assert throttled("") == (0, 0)
