"""Devices: what a lane can be put on, and what disturbs what."""

from __future__ import annotations

import pytest

from engines.device import Gpu, Machine, core_ranges, find_machine, parse_device
from engines.errors import RunError, UsageError
from engines.supervisor.launch import environment, lane_cores

GPU = Gpu("cuda:0", "Test GPU", "GPU-1234", 80 << 30)
MACHINE = Machine("test cpu", (0, 1, 2, 3), 1 << 34, (GPU,))


def test_one_core_stays_with_the_dashboard() -> None:
    assert parse_device("cpu", MACHINE).cores == (1, 2, 3)
    assert MACHINE.dashboard_cores == (0,)


def test_a_single_core_is_shared() -> None:
    machine = Machine("small", (5,), 1 << 30)
    assert machine.lane_cores == machine.dashboard_cores == (5,)


def test_cores_and_gpus_are_named() -> None:
    assert parse_device("cpu:0-1", MACHINE).cores == (0, 1)
    assert parse_device("cpu:0,2-3", MACHINE).cores == (0, 2, 3)
    assert parse_device("cuda", MACHINE).gpu == GPU
    assert parse_device("cuda:0", MACHINE).kind == "cuda"


@pytest.mark.parametrize("text", ["tpu", "cpu:", "cpu:a", "cpu:3-1", "cuda:x", "cpu:99999"])
def test_what_is_no_device_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError):
        parse_device(text, MACHINE)


@pytest.mark.parametrize(
    ("text", "said"), [("cuda:3", "this machine has cuda:0"), ("cpu:9", "0-3")]
)
def test_what_is_not_there_says_what_is(text: str, said: str) -> None:
    with pytest.raises(RunError, match=said):
        parse_device(text, MACHINE)


def test_lanes_share_a_device_when_their_cores_meet() -> None:
    def shares(one: str, other: str) -> bool:
        return parse_device(one, MACHINE).shares_with(parse_device(other, MACHINE))

    assert shares("cpu", "cpu")
    assert shares("cpu", "cpu:1")
    assert not shares("cpu:0-1", "cpu:2-3")
    assert shares("cuda:0", "cuda:0")
    assert not shares("cuda:0", "cpu")


def test_lanes_at_once_get_a_share_of_the_cores_each() -> None:
    cpu = parse_device("cpu", MACHINE)
    shares = [lane_cores(cpu, MACHINE, place, 3, "free")[0] for place in range(3)]
    assert shares == [(1,), (2,), (3,)]
    assert lane_cores(cpu, MACHINE, 0, 3, "turns")[0] == (1, 2, 3)


def test_lanes_import_on_as_many_cores_as_they_compute_on() -> None:
    cpu = parse_device("cpu", MACHINE)
    for place in range(3):
        cores, start = lane_cores(cpu, MACHINE, place, 3, "turns")
        assert len(start) == len(cores)


def test_a_cpu_lane_sees_no_gpu_and_a_gpu_lane_its_own() -> None:
    assert environment(parse_device("cpu", MACHINE), 3)["CUDA_VISIBLE_DEVICES"] == ""
    env = environment(parse_device("cuda:0", MACHINE), 3)
    assert env["CUDA_VISIBLE_DEVICES"] == "GPU-1234"
    assert env["XLA_PYTHON_CLIENT_PREALLOCATE"] == "false"
    assert "JAX_PLATFORMS" not in env


def test_this_machine_has_cores_and_memory() -> None:
    machine = find_machine()
    assert machine.cores
    assert machine.memory_bytes > 0
    assert machine.gpus or machine.gpu_note


def test_ranges_are_short() -> None:
    assert core_ranges((0, 1, 2, 5, 7, 8)) == "0-2,5,7-8"
