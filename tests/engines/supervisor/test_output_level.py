"""The level of a line, from the words that the frameworks use."""

from __future__ import annotations

import pytest

from engines.supervisor.output_level import level_of, of_no_gpu


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("UserWarning: something", "warning"),
        ("2026-01-01 12:00:00.1: W external/xla] slow", "warning"),
        ("W0000 00:00 computation_placer.cc:177] already registered", "warning"),
        ("2026-01-01 12:00:00.1: E external/xla] bad", "error"),
        ("Traceback (most recent call last):", "error"),
        ("RuntimeError: no", "error"),
        ("step 3", "info"),
    ],
)
def test_levels(line: str, level: str) -> None:
    assert level_of(line) == level


@pytest.mark.parametrize(
    ("line", "no_gpu"),
    [
        (
            "E0000 00:00:1795.3 27917 cuda_platform.cc:52] failed call to cuInit: UNKNOWN ERROR (303)",
            True,
        ),
        (
            "W external/local_xla/xla/gpu.cc:31] Could not find cuda drivers on your machine, GPU",
            True,
        ),
        ("RuntimeError: CUDA out of memory", False),
        ("E0000 cuda_dnn.cc:8579] Unable to register cuDNN factory", False),
    ],
)
def test_that_there_is_no_gpu_is_told_from_an_error_of_one(line: str, no_gpu: bool) -> None:
    assert of_no_gpu(line) is no_gpu
