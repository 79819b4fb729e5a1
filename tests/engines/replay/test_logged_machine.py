"""The machine of a recording is the recorded one, whatever its header holds."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from engines.device import Gpu, Machine
from engines.replay.logged_machine import logged_machine
from engines.run_plan import describe_host
from tests.engines.streams import header


def test_what_a_header_tells_comes_back() -> None:
    machine = Machine(
        "Example CPU", (4, 5, 9), 1 << 34, gpus=(Gpu("cuda:0", "Example GPU", "GPU-1", 1 << 33),)
    )
    found = logged_machine(replace(header("torch"), host=describe_host(machine)))
    assert (found.cpu_model, found.cores, found.memory_bytes) == ("Example CPU", (4, 5, 9), 1 << 34)
    assert [(gpu.name, gpu.model, gpu.memory_bytes) for gpu in found.gpus] == [
        ("cuda:0", "Example GPU", None)
    ]


@pytest.mark.parametrize(
    "host",
    [
        {},
        {"cores": -3, "gpus": None, "memory_bytes": "much", "cpu": None},
        {"cores": 10**30, "core_numbers": ["a"], "gpus": [1, None], "memory_bytes": 10**30},
        {"cores": True, "core_numbers": []},
    ],
)
def test_odd_headers_give_a_machine_too(host: dict[str, Any]) -> None:
    found = logged_machine(replace(header("torch"), host=host))
    assert 1 <= len(found.cores) <= 1024
    assert found.memory_bytes == 0
