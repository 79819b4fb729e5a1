"""Lanes on a GPU. These need an NVIDIA GPU and frameworks built for it, and skip by themselves."""

from __future__ import annotations

import pytest

from engines.device import find_gpus
from tests.end_to_end.fwdash import largest_difference, run, summary_of

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not find_gpus()[0], reason=f"needs an NVIDIA GPU: {find_gpus()[1]}"),
]


def test_lanes_on_one_gpu_take_turns_and_agree() -> None:
    summary = summary_of("torch@cuda:0", "jax@cuda:0", "--steps", "300")
    assert largest_difference(summary) <= 5e-6
    for lane in summary["lanes"]:
        assert lane["memory"]["peak_device_bytes"] > 0
        assert lane["step_seconds"]["samples"] > 10


@pytest.mark.parametrize("precision", ["tf32", "bf16"])
def test_a_precision_is_the_same_work_in_both(precision: str) -> None:
    lanes = ("torch@cuda:0", "jax@cuda:0")
    summary = summary_of(*lanes, "--steps", "50", "--precision", precision)
    assert largest_difference(summary) <= summary["parity"]["same_within"]
    assert largest_difference(summary) > 1e-6, "its products have fewer digits"


def test_cuda_graphs_keep_the_losses() -> None:
    summary = summary_of("torch@cuda:0", "torch@cuda:0+reduce-overhead", "--steps", "200")
    assert largest_difference(summary) <= 2e-5


def test_a_framework_without_cuda_says_so() -> None:
    done = run("run", "--headless", "--steps", "20", "--no-log", "keras@cuda:0")
    assert done.returncode == 0 or "keras@cpu" in done.stderr
    assert "Traceback (most recent call last)" not in done.stderr
