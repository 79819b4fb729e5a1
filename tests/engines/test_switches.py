"""What gives a mode, a precision or a seed another meaning is set aside; what stays is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.device import Machine, parse_device
from engines.lane import FRAMEWORKS
from engines.run.run import Run
from engines.run.summary import summarise
from engines.run_plan import describe_host
from engines.supervisor.launch import environment
from engines.switches import SWITCHES, found, kept, set_aside, without
from tests.engines.streams import header
from tui.plain.doctor import _switches
from tui.plain.summary_table import summary_table

MACHINE = Machine("Example CPU", (0, 1), 1 << 33)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for one in list(found(os.environ)):
        monkeypatch.delenv(one.name)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))


@pytest.mark.parametrize(
    "name",
    [
        "TORCH_COMPILE_DISABLE", "TORCHDYNAMO_DISABLE", "TORCHDYNAMO_SUPPRESS_ERRORS",
        "TORCHINDUCTOR_MAX_AUTOTUNE", "TORCHINDUCTOR_MAX_AUTOTUNE_GEMM", "TORCH_COMPILE_BACKEND",
        "JAX_DISABLE_JIT", "JAX_ENABLE_X64", "JAX_NUMPY_DTYPE_PROMOTION", "JAX_PLATFORM_NAME",
        "JAX_DEFAULT_PRNG_IMPL", "JAX_THREEFRY_PARTITIONABLE", "JAX_DEFAULT_MATMUL_PRECISION",
        "TF_XLA_FLAGS", "TF2_BEHAVIOR", "TF_ENABLE_AUTO_MIXED_PRECISION", "KERAS_MAX_EPOCHS",
        "NVIDIA_TF32_OVERRIDE", "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "ONEDNN_DEFAULT_FPMATH_MODE",
    ],
)  # fmt: skip
def test_a_switch_of_what_a_mode_or_a_precision_means_does_not_reach_a_worker(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "1")
    assert name not in environment(parse_device("cpu", MACHINE), 1)
    host = describe_host(MACHINE)
    assert len(host["switches_set_aside"]) == 1
    assert host["switches_set_aside"][0].startswith(f"{name}=1 ")
    assert "switches_kept" not in host


@pytest.mark.parametrize(
    ("name", "lanes"),
    [
        ("XLA_FLAGS", ("keras", "jax")),
        ("JAX_DEBUG_NANS", ("jax",)),
        ("CUDA_LAUNCH_BLOCKING", ("torch", "keras", "jax")),
        ("LD_PRELOAD", ("torch", "keras", "jax")),
        ("OMP_THREAD_LIMIT", ("torch", "keras")),
        ("TF_ENABLE_ONEDNN_OPTS", ("keras",)),
    ],
)
def test_what_a_person_may_need_stays_and_is_named_for_the_lanes_that_heed_it(
    name: str, lanes: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "--some=thing")
    env = environment(parse_device("cpu", MACHINE), 1)
    assert env[name] == "--some=thing"
    named = [one for one in FRAMEWORKS if [found.name for found in kept(env, one)] == [name]]
    assert tuple(named) == lanes
    assert kept(env)[0].sentence.startswith(f"{name}=--some=thing ")


def test_a_switch_of_a_framework_that_nobody_here_knows_is_named_without_its_value() -> None:
    (one,) = kept({"TORCHINDUCTOR_NEW_THING": "secret"}, "torch")
    assert (
        one.sentence == "TORCHINDUCTOR_NEW_THING is set, and fwdash does not know what it changes"
    )


@pytest.mark.parametrize(
    "name",
    [
        "TORCH_HOME", "TORCHINDUCTOR_CACHE_DIR", "TF_CPP_MIN_LOG_LEVEL", "JAX_COMPILATION_CACHE_DIR",
        "PYTORCH_VERSION", "TORCH_LOGS", "TF_CLI_CONFIG_FILE", "TF_VAR_region", "KERAS_BACKEND",
        "PATH", "CUDA_VISIBLE_DEVICES", "PYTHONPATH",
    ],
)  # fmt: skip
def test_what_changes_no_figure_is_not_mentioned(name: str) -> None:
    assert list(found({name: "1"})) == []


def test_an_empty_value_switches_nothing() -> None:
    assert list(found({"XLA_FLAGS": " ", "JAX_ENABLE_X64": ""})) == []


def test_each_switch_is_in_the_table_once() -> None:
    names = [name for one in SWITCHES for name in one.names.split() if one.known]
    assert len(names) == len(set(names))
    for one in SWITCHES:
        assert set(one.frameworks) <= set(FRAMEWORKS)


def test_a_long_value_is_cut() -> None:
    (one,) = kept({"XLA_FLAGS": "--a=b " * 100})
    assert len(one.text) < 100
    assert one.text.endswith("…")


def test_what_remains_is_the_persons_own() -> None:
    env = {"JAX_DISABLE_JIT": "1", "XLA_FLAGS": "--x", "HOME": "/home/somebody"}
    assert without(env) == {"XLA_FLAGS": "--x", "HOME": "/home/somebody"}
    assert [one.name for one in set_aside(env)] == ["JAX_DISABLE_JIT"]


def test_doctor_and_summary_say_both(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [one.text for one in _switches()] == [
        "none that change what a mode or a precision means"
    ]
    monkeypatch.setenv("JAX_DISABLE_JIT", "1")
    monkeypatch.setenv("XLA_FLAGS", "--x")
    aside, stays = _switches()
    assert aside.text == "JAX_DISABLE_JIT=1 decides whether jax.jit compiles: lanes run without it"
    assert stays.text.startswith("XLA_FLAGS=--x changes how XLA compiles and runs (keras, jax)")
    head = header("torch")
    head.host.update(describe_host(MACHINE))
    table = summary_table(summarise(Run(head), None))
    assert "lanes ran without what is set here: JAX_DISABLE_JIT=1" in table
    assert "in the environment of the lanes: XLA_FLAGS=--x changes" in table
