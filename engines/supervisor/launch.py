"""Starting a worker process: its cores, its environment, its pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from engines.commands import Prepare, encode_command
from engines.device import Device, Machine
from engines.keras_settings import keras_home
from engines.supervisor.run_folder import temporary_files
from engines.switches import without

ROOT = Path(__file__).resolve().parents[2]


def lane_cores(
    device: Device, machine: Machine, place: int, lanes: int, schedule: str
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(cores to compute on, cores to import on) for lane number `place` of `lanes`.

    Lanes in turns get all cores but the dashboard's; lanes at once get a share each. While all
    import, each uses as many cores as it will compute on, but different ones, the dashboard's
    included: frameworks size their thread pools by what they see at import.
    """
    if device.text != "cpu":
        cores = device.cores or machine.lane_cores
        return cores, cores
    cores = machine.lane_cores
    if schedule == "free" and len(cores) >= lanes > 1:
        share = len(cores) // lanes
        cores = cores[place * share : (place + 1) * share]
    turned = [machine.cores[(place + n) % len(machine.cores)] for n in range(len(cores))]
    return cores, tuple(sorted(turned))


def environment(device: Device, threads: int) -> dict[str, str]:
    """The environment of a worker: thread counts, one GPU or none, no memory grabbed in advance, and
    nothing that gives a mode or a precision another meaning."""
    env = without(os.environ)
    count = str(threads)
    env |= {
        "OMP_NUM_THREADS": count,
        "MKL_NUM_THREADS": count,
        "OPENBLAS_NUM_THREADS": count,
        "TF_NUM_INTRAOP_THREADS": count,
        "TF_NUM_INTEROP_THREADS": count,
        "NPROC": count,
        "CUDA_DEVICE_ORDER": "PCI_BUS_ID",
        "CUDA_VISIBLE_DEVICES": device.gpu.uuid if device.gpu else "",
        "XLA_PYTHON_CLIENT_PREALLOCATE": "false",
        "TF_FORCE_GPU_ALLOW_GROWTH": "true",
        "KERAS_BACKEND": "tensorflow",
        "PYTHONFAULTHANDLER": "1",
        # What a workload prints must not end its lane; the pipe takes every letter.
        "PYTHONIOENCODING": "utf-8:backslashreplace",
        "PYTHONUNBUFFERED": "1",
    }
    env.setdefault("TF_CPP_MIN_LOG_LEVEL", "1")
    if device.gpu is None:
        env["JAX_PLATFORMS"] = "cpu"
    else:
        env.pop("JAX_PLATFORMS", None)
    path = env.get("PYTHONPATH")
    env["PYTHONPATH"] = f"{ROOT}{os.pathsep}{path}" if path else str(ROOT)
    return env


def start_process(
    prepare: Prepare, device: Device, threads: int, extra: Mapping[str, str], folder: Path
) -> subprocess.Popen[bytes]:
    """A worker in a process group of its own, told what to prepare.

    Must be called from a lasting thread: the worker ends with the thread that started it. `extra` is
    environment that its order asks for, `folder` where its temporary files go. Raises `OSError`.
    """
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "engines.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(device, threads)
        | temporary_files(folder)
        | keras_home(folder)
        | dict(extra),
        start_new_session=True,
        bufsize=0,
    )
    assert process.stdin is not None
    process.stdin.write(encode_command(prepare))
    return process
