"""Steps during which the kernel held the worker back are no samples of step time."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.control_group import Limits
from engines.events import Steps
from engines.left_out import LeftOut
from engines.worker import throttling
from tests.engines.worker.test_training import train


@pytest.fixture
def stat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which the kernel counts."""
    file = tmp_path / "cpu.stat"
    file.write_text("nr_periods 9\nnr_throttled 0\nthrottled_usec 0\n")
    limit = Limits(cpus=1.0, throttled_by=(file,))
    monkeypatch.setattr(throttling, "limits", lambda: limit)
    return file


@pytest.mark.parametrize(
    "text",
    [
        "nr_periods 9\nnr_throttled 1\nthrottled_usec 0\n",
        "nr_periods 9\nnr_throttled 0\nthrottled_usec 70\n",
        "nr_periods 9\nnr_throttled 1\nthrottled_time 70\n",
    ],
)
def test_a_chunk_in_which_the_kernel_held_it_back_is_left_out_and_no_other(
    stat: Path, text: str
) -> None:
    calls = 0

    def held_back(mode: str, size: int) -> bool:
        nonlocal calls
        calls += 1
        if calls == 3:
            stat.write_text(text)
        return False

    left_out = [
        why for event in train(held_back) if isinstance(event, Steps) for why in event.left_out
    ]
    assert left_out[2] == LeftOut.THROTTLED == "throttled"
    assert left_out.count("throttled") == 1


def test_without_a_limit_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "limits", Limits)
    assert throttling.Throttling().count == ()


def test_a_file_that_cannot_be_read_holds_nothing_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = Limits(cpus=1.0, throttled_by=(tmp_path / "not-there",))
    monkeypatch.setattr(throttling, "limits", lambda: limit)
    assert throttling.Throttling().count == ()
