"""TensorBoard event files, read back by the real TensorBoard."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engines.events import Compiled, Header, ModeChanged, Started
from engines.export.exported import export
from engines.run.read import read_run
from engines.runlog.reader import LogReader
from tests.engines.streams import header, steps
from tests.engines.written import RACE, finished, trained, write_log

READ = """
import json, sys, types
from pathlib import Path
# TensorBoard would load TensorFlow, which takes seconds; it reads event files without.
sys.modules["tensorboard.compat.notf"] = types.ModuleType("notf")
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
told = {}
for folder in sorted({path.parent for path in Path(sys.argv[1]).rglob("events.out.tfevents.*")}):
    events = EventAccumulator(str(folder), size_guidance={"scalars": 0, "tensors": 0})
    events.Reload()
    tags = events.Tags()
    told[folder.name] = {
        "scalars": {tag: [[e.step, e.wall_time, e.value] for e in events.Scalars(tag)]
                    for tag in tags["scalars"]},
        "texts": {tag: [e.tensor_proto.string_val[0].decode() for e in events.Tensors(tag)]
                  for tag in tags["tensors"] if tag.endswith("text_summary")},
        "hparams": sorted(events.summary_metadata[tag].plugin_data.plugin_name
                          for tag in events.summary_metadata if tag.startswith("_hparams_")),
    }
print(json.dumps(told))
"""
LOADED = """
import sys
from pathlib import Path
from engines.export.exported import export
export(Path(sys.argv[1]), "tensorboard", Path(sys.argv[2]))
print(*{name.partition(".")[0] for name in sys.modules})
"""


def read_back(folder: Path) -> dict[str, Any]:
    """What the real TensorBoard finds, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", READ, str(folder)],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("tensorboard")
    export(RACE, "tensorboard", folder)
    return read_back(folder)


def test_a_run_for_each_lane_with_every_loss(race: dict[str, Any]) -> None:
    run = read_run(RACE)
    assert set(race) == set(run.lanes)
    for lane, told in race.items():
        losses = told["scalars"]["loss/train"]
        assert [step for step, _, _ in losses] == list(range(1, 2501))
        last = run.lanes[lane].last_loss
        assert last is not None
        assert losses[-1][2] == pytest.approx(last, rel=1e-6)
        assert told["scalars"]["accuracy/test"][-1][0] == 2500
        assert len(told["scalars"]["time/step_seconds"]) == sum(
            spread.samples for spread in run.lanes[lane].spreads.values()
        )
        assert max(mib for _, _, mib in told["scalars"]["memory/rss_mib"]) == pytest.approx(
            (run.lanes[lane].peak_rss or 0) / 2**20, rel=1e-6
        )


def test_wall_times_are_the_real_ones(race: dict[str, Any]) -> None:
    events = LogReader(RACE).events()
    head = next(events)
    assert isinstance(head, Header)
    began = datetime.fromisoformat(head.started_at).timestamp()
    (compiled,) = (event for event in events if isinstance(event, Compiled) and event.lane == "jax")
    ((step, wall, seconds),) = race["jax"]["scalars"]["compile/seconds"]
    assert step == compiled.step
    assert wall == pytest.approx(began + compiled.at, abs=1e-5)
    assert seconds == pytest.approx(compiled.seconds, rel=1e-6)


def test_compilations_and_changes_are_texts_too(race: dict[str, Any]) -> None:
    texts = race["torch"]["texts"]
    assert len(texts["compile/text_summary"]) == 1
    assert "20.425 s, cold, 2 programs" in texts["compile/text_summary"][0]
    assert len(texts["happenings/text_summary"]) == 2


def test_hyperparameters_are_there_from_begin_to_end(race: dict[str, Any]) -> None:
    for told in race.values():
        assert told["hparams"] == ["hparams"] * 3


def test_a_restart_is_a_run_of_its_own_and_a_gap_is_nan(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "a",
        steps("torch", 1, [1.0, None, 0.5]),
        Started(lane="torch", at=2.0, pid=1, attempt=2, device="cpu", mode="eager"),
        steps("torch", 1, [0.25]),
        finished("torch"),
        head=header("torch"),
    )
    export(log, "tensorboard", tmp_path / "out")
    told = read_back(tmp_path / "out")
    first, gap, third = (row[2] for row in told["torch"]["scalars"]["loss/train"])
    assert (first, third) == (1.0, 0.5)
    assert gap != gap
    assert [row[2] for row in told["torch-attempt-2"]["scalars"]["loss/train"]] == [0.25]


def test_the_metric_is_the_median_of_the_last_mode_not_the_last_chunk(tmp_path: Path) -> None:
    """Beside a hyperparameter that says which mode was the first."""
    log = write_log(
        tmp_path / "a",
        *trained("torch", [9e-3] * 5),
        ModeChanged(lane="torch", at=2.0, mode="compile", previous="eager", step=50, seconds=0.1),
        *trained("torch", [1e-3, 1e-3, 1e-3, 1e-3, 5e-3]),
        head=header("torch"),
    )
    export(log, "tensorboard", tmp_path / "out")
    told = read_back(tmp_path / "out")["torch"]
    ((_, _, median),) = told["scalars"]["time/step_seconds_median"]
    assert median == pytest.approx(1e-3, rel=1e-3)
    assert told["scalars"]["time/step_seconds"][-1][2] == pytest.approx(5e-3)
    (events,) = (tmp_path / "out").rglob("events.out.*")
    assert b"first_mode" in events.read_bytes()


@pytest.mark.parametrize("seed", [2**63 - 1, 2**64])
def test_a_seed_of_any_size_that_a_log_has_is_exported(seed: int, tmp_path: Path) -> None:
    log = write_log(tmp_path / "a", steps("torch", 1, [1.0]), head=header("torch", seed=seed))
    export(log, "tensorboard", tmp_path / "out")
    export(log, "csv", tmp_path / "csv")


def test_writing_them_loads_no_framework(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(RACE), str(tmp_path)],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    loaded = set(done.stdout.split())
    assert "tensorboardX" in loaded
    assert not {"torch", "tensorflow", "tensorboard", "jax", "keras", "flax"} & loaded
