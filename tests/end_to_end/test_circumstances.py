"""A person's environment, home and data do not make figures mean something else without a word."""

from __future__ import annotations

import json
from pathlib import Path

from tests.end_to_end.fwdash import largest_difference, run, summary_of

ONE_LANE_DIVERGES = """
import numpy as np

DEFAULTS = {"batch_size": 16}

def data():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(64, 2)).astype(np.float32)
    x[40] = 200  # exp(200) is no float32
    y = (x.sum(1) > 0).astype(np.int32)
    return x[:48], y[:48], x[48:], y[48:]

def weights(rng):
    return {"w": np.abs(rng.normal(size=(2, 2))).astype(np.float32)}

def torch_model(w):
    import torch

    class Stable(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.w = torch.nn.Parameter(torch.from_numpy(w["w"]))

        def forward(self, x):
            return torch.nn.functional.softplus(x @ self.w)

    return Stable()

def jax_model(w):
    from flax import nnx
    from jax import numpy as jnp

    class Naive(nnx.Module):
        def __init__(self):
            self.w = nnx.Param(jnp.asarray(w["w"]))

        def __call__(self, x):
            return jnp.log(1 + jnp.exp(x @ self.w[...]))

    return Naive()
"""


def test_switches_and_settings_of_a_person_leave_modes_and_precisions_what_they_are(
    tmp_path: Path,
) -> None:
    home = tmp_path / "keras"
    home.mkdir()
    (home / "keras.json").write_text('{"floatx": "float16", "image_data_format": "channels_first"}')
    summary = summary_of(
        *("--steps", "20", "torch+aot_eager", "keras", "jax"),
        KERAS_HOME=str(home),
        TORCH_COMPILE_DISABLE="1",
        TORCHDYNAMO_DISABLE="1",
        JAX_DISABLE_JIT="1",
        JAX_ENABLE_X64="1",
        JAX_NUMPY_DTYPE_PROMOTION="strict",
        TF_XLA_FLAGS="--tf_xla_auto_jit=2",
        XLA_FLAGS="--xla_cpu_enable_fast_min_max=true",
    )
    assert [[one["mode"] for one in lane["compiles"]] for lane in summary["lanes"]] == [
        ["aot_eager"], ["graph"], ["jit"],
    ]  # fmt: skip
    assert largest_difference(summary) < 5e-6
    host = summary["run"]["host"]
    assert len(host["switches_set_aside"]) == 8  # two of them in keras.json
    assert len(host["switches_kept"]) == 1
    named = ["XLA_FLAGS=--xla_cpu_enable_fast_min_max=true changes how XLA compiles and runs."]
    # How quiet the machine is just now is no matter of this.
    notes = [
        [one for one in lane["notes"] if "had its cores" not in one] for lane in summary["lanes"]
    ]
    assert notes == [[], named, named]


def test_a_lane_that_diverges_alone_is_said_to_at_once_and_at_the_end(tmp_path: Path) -> None:
    file = tmp_path / "one_diverges.py"
    file.write_text(ONE_LANE_DIVERGES)
    done = run(
        *("run", "--headless", "--json", "--steps", "12"),
        *("--workload", str(file), "torch", "jax"),
    )
    assert done.returncode == 1, done.stderr
    summary = json.loads(done.stdout)
    torch, jax = summary["lanes"]
    assert torch["loss"]["last"] is not None
    assert "not_finite" not in torch
    assert jax["not_finite"]["last"]
    step = jax["not_finite"]["first_step"]
    assert step <= 3  # each example is in one of three batches
    assert summary["parity"]["failed"]["jax"]["step"] == step
    assert summary["parity"]["max_abs_loss_difference"] == {"jax": None}
    assert f"jax: the loss is nan at step {step}" in done.stderr or "is inf at step" in done.stderr
