"""What each framework does with the models of `tests/workloads`, found once for all tests that ask."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engines.lane import FRAMEWORKS

Found = dict[str, dict[str, Any]]
"""Model -> what was found of it in one framework."""

ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
    # JAX' programs are tiny and run some fifty times: compiling them well costs more than it brings.
    "XLA_FLAGS": "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true "
    "--xla_cpu_multi_thread_eigen=false",
    "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
    "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
}
"""What takes less of the machine."""


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Models]:
    """What each framework does, all at work at once."""
    folder = tmp_path_factory.mktemp("models")
    begun = Models(folder)
    yield begun
    begun.end()


class Models:
    """Framework -> model -> what was found."""

    def __init__(self, folder: Path) -> None:
        environment = os.environ | ENVIRONMENT | {"JAX_COMPILATION_CACHE_DIR": str(folder)}
        self._found: dict[str, Found] = {}
        self._folder = folder
        self._at_work = {}
        for framework in FRAMEWORKS:
            with (folder / f"{framework}.txt").open("w") as said:
                self._at_work[framework] = subprocess.Popen(
                    [sys.executable, "-m", "tests.engines.frameworks.models", framework],
                    stdout=said,
                    stderr=subprocess.STDOUT,
                    env=environment,
                )

    def __getitem__(self, framework: str) -> Found:
        if framework not in self._found:
            ended = self._at_work[framework].wait()
            said = (self._folder / f"{framework}.txt").read_text()
            assert ended == 0, said[-4000:]
            self._found[framework] = json.loads(said.splitlines()[-1])
        return self._found[framework]

    def end(self) -> None:
        """Leave no process behind."""
        for process in self._at_work.values():
            process.kill()
            process.wait()
