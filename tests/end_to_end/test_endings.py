"""A worker may die, the run may not; and when the run ends, nothing is left behind."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import psutil
import pytest

from engines.events import Crashed, Evaluated, Phase, Started, Steps
from engines.run.read import read_run
from engines.runlog.reader import LogReader
from tests.end_to_end.fwdash import events_in, run, start, wait_for, wait_until_gone


def test_a_killed_worker_costs_its_lane_only(tmp_path: Path) -> None:
    log = tmp_path / "a.jsonl"
    process = start(
        "run", "--headless", "--json", "--steps", "3000", "jax", "torch", "--out", str(log)
    )
    wait_for(log, Evaluated, lane="torch", step=100)
    os.kill(wait_for(log, Started, lane="torch").pid, signal.SIGKILL)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 1
    jax, torch = json.loads(out)["lanes"]
    assert (jax["status"], jax["steps"]) == ("finished", 3000)
    assert torch["status"] == "crashed"
    assert torch["error"] == "killed by SIGKILL"
    assert 100 <= torch["steps"] < 3000
    assert "lane torch crashed: killed by SIGKILL" in err
    assert "Traceback" not in err


def test_a_killed_dashboard_leaves_no_worker(tmp_path: Path) -> None:
    log = tmp_path / "a.jsonl"
    process = start(
        "run", "--headless", "--steps", "100000", "--out", str(log),
        "jax", "torch+compile", TORCHINDUCTOR_FORCE_DISABLE_CACHES="1",
    )  # fmt: skip
    wait_for(log, Phase, lane="torch", phase="compiling", detail="forward")
    everyone = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
    assert len(everyone) >= 2
    process.kill()
    process.communicate()
    assert wait_until_gone(everyone, 2) == []
    # What had happened by then is readable.
    assert read_run(log).lanes["torch"].phase == "compiling"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_end_the_workers_and_keep_the_summary(tmp_path: Path, number: int) -> None:
    log = tmp_path / "a.jsonl"
    process = start("run", "--headless", "--json", "--steps", "1000000", "jax", "--out", str(log))
    wait_for(log, Steps, lane="jax")
    workers = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert wait_until_gone(workers, 0) == []
    (lane,) = json.loads(out)["lanes"]
    assert lane["status"] == "stopped"
    assert "Traceback" not in err
    reader = LogReader(log)
    last = list(reader.events())[-1]
    assert reader.damage is None
    assert isinstance(last, Phase)
    assert last.phase == "stopped"


def test_a_compile_that_fails_falls_back_and_says_why(tmp_path: Path) -> None:
    log = tmp_path / "a.jsonl"
    done = run(
        "run", "--headless", "--json", "--steps", "60", "torch", "--change", "20:torch=compile",
        "--out", str(log), CXX="/nonexistent/g++", TORCHINDUCTOR_FORCE_DISABLE_CACHES="1",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (lane,) = json.loads(done.stdout)["lanes"]
    assert (lane["status"], lane["steps"], lane["mode"]) == ("finished", 60, "eager")
    (failure,) = lane["compile_failures"]
    assert (failure["mode"], failure["step"]) == ("compile", 20)
    assert "C++ compiler" in failure["error"]
    assert "goes on in eager" in done.stderr
    losses = [loss for event in events_in(log) if isinstance(event, Steps) for loss in event.losses]
    assert len(losses) == 60


def test_a_missing_framework_costs_its_lane_only(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "jax.py").write_text("raise ImportError('a broken installation')\n")
    done = run(
        "run", "--headless", "--json", "--steps", "50", "torch", "jax", "--no-log",
        PYTHONPATH=str(tmp_path / "broken"),
    )  # fmt: skip
    torch, jax = json.loads(done.stdout)["lanes"]
    assert done.returncode == 1
    assert torch["status"] == "finished"
    assert jax["status"] == "crashed"
    assert "pip install jax" in jax["error"]
    assert "a broken installation" in jax["error"]


def test_a_crash_shows_the_last_lines_of_the_log(tmp_path: Path) -> None:
    log = tmp_path / "a.jsonl"
    own = tmp_path / "own.py"
    own.write_text(
        "import numpy as np\n"
        "def data():\n"
        "    x = np.zeros((128, 4), np.float32); y = np.zeros(128, np.int32)\n"
        "    return x, y, x, y\n"
        "def weights(rng):\n"
        "    return {'w': np.zeros((4, 2), np.float32)}\n"
        "def torch_model(weights):\n"
        "    import ctypes, sys\n"
        "    print('about to fall', flush=True)\n"
        "    ctypes.string_at(0)\n"
    )
    done = run("run", "--headless", "--workload", str(own), "torch", "--out", str(log))
    assert done.returncode == 1
    (crash,) = [event for event in events_in(log) if isinstance(event, Crashed)]
    assert crash.signal == "SIGSEGV"
    assert any("about to fall" in line for line in crash.last_lines) or "own.py" in str(
        crash.last_lines
    )


def test_a_model_of_the_wrong_shape_is_one_sentence(tmp_path: Path) -> None:
    own = tmp_path / "own.py"
    own.write_text(
        "import numpy as np\n"
        "def data():\n"
        "    x = np.zeros((128, 4), np.float32); y = np.arange(128, dtype=np.int32) % 9\n"
        "    return x, y, x, y\n"
        "def weights(rng):\n"
        "    return {'w': np.zeros((4, 9), np.float32)}\n"
        "def torch_model(weights):\n"
        "    import torch\n"
        "    return torch.nn.Linear(4, 5)\n"
    )
    done = run("run", "--headless", "--json", "--workload", str(own), "torch", "--no-log")
    assert done.returncode == 1
    (lane,) = json.loads(done.stdout)["lanes"]
    assert "torch_model returned shape (64, 5)" in lane["error"]
    assert "classes >= 9" in lane["error"]
    refused = run("run", "--headless", "--workload", str(own), "torch", "jax", "--no-log")
    assert refused.returncode == 2
    assert "jax_model" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_workers_leave_nothing_in_the_temporary_folder_not_even_of_a_run_that_was_killed(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    log = tmp_path / "a.jsonl"
    killed = start("run", "--headless", "keras", "--out", str(log), TMPDIR=str(folder))
    wait_for(log, Steps)
    assert any(folder.glob("*/__autograph_generated_file*")), "what TensorFlow writes"
    killed.kill()
    killed.communicate()
    assert len(list(folder.iterdir())) == 1
    done = run("run", "--headless", "--steps", "20", "keras", "--no-log", TMPDIR=str(folder))
    assert done.returncode == 0
    assert list(folder.iterdir()) == []
