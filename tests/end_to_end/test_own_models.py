"""Models as people write them, in all three frameworks: they train alike, or one sentence says why not."""

from __future__ import annotations

import re
from pathlib import Path

from engines.workloads.new import write_template
from tests.end_to_end import fwdash
from tests.end_to_end.trainings import Trainings
from tests.workloads.tokens import write_tokens

ROUGH_ARRAYS = '''
"""Views, reversed, transposed, read-only; weights and parameters that share an array."""
import numpy as np

DEFAULTS = {"batch_size": 32}

def data():
    rng = np.random.default_rng(1)
    x = np.asfortranarray(rng.normal(size=(600, 4)).astype(np.float32))[::-1]
    y = (x.sum(1) > 0).astype(np.int64)
    x_test = x[500:][::-1, ::-1]
    x_test.flags.writeable = False
    return x[:500], y[:500], x_test.astype(">f4"), y[500:][::-1].astype(np.int64)

def weights(rng):
    a = rng.normal(size=(4, 4)).astype(np.float32)
    return {"a": a, "b": a, "c": a[::-1], "d": a[:, :2], "bias": np.broadcast_to(np.float32(0), (4,))}

def torch_model(w):
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            a, bias = torch.from_numpy(w["a"]), torch.zeros(1).expand(4)
            self.a, self.b = nn.Parameter(a), nn.Parameter(a)
            self.c, self.d = nn.Parameter(torch.from_numpy(w["c"])), nn.Parameter(a[:, :2])
            self.b1, self.b2 = nn.Parameter(bias), nn.Parameter(bias)

        def forward(self, x):
            h = torch.relu(torch.relu(x @ self.a + self.b1) @ self.b + self.b2)
            return torch.relu(h @ self.c) @ self.d

    return Net()

def keras_model(w):
    import keras
    from keras import layers as L

    parts = [L.Dense(4, "relu"), L.Dense(4, "relu"), L.Dense(4, "relu", use_bias=False)]
    m = keras.Sequential([keras.Input((4,)), *parts, L.Dense(2, use_bias=False)])
    m.set_weights([w["a"], w["bias"], w["b"], w["bias"], w["c"], w["d"]])
    return m

def jax_model(w):
    from flax import nnx
    from jax import numpy as jnp

    class Net(nnx.Module):
        def __init__(self):
            a, bias = jnp.asarray(w["a"]), jnp.asarray(w["bias"])
            self.a, self.b = nnx.Param(a), nnx.Param(a)
            self.c, self.d = nnx.Param(jnp.asarray(w["c"])), nnx.Param(jnp.asarray(w["d"]))
            self.b1, self.b2 = nnx.Param(bias), nnx.Param(bias)

        def __call__(self, x):
            h = nnx.relu(nnx.relu(x @ self.a[...] + self.b1[...]) @ self.b[...] + self.b2[...])
            return nnx.relu(h @ self.c[...]) @ self.d[...]

    return Net()
'''


def test_arrays_that_are_shared_reversed_or_read_only_train_alike_everywhere(
    tmp_path: Path, trainings: Trainings
) -> None:
    file = tmp_path / "rough.py"
    file.write_text(ROUGH_ARRAYS)
    changes = ("--change=6:torch=aot_eager", "--change=6:jax=eager")
    summary = trainings.summary_of("--steps", "12", "--workload", str(file), *changes)
    assert [lane["mode"] for lane in summary["lanes"]] == ["aot_eager", "graph", "eager"]
    assert fwdash.largest_difference(summary) < 1e-5


def test_models_in_a_folder_with_our_name_are_imported_when_they_are_needed(
    tmp_path: Path, trainings: Trainings
) -> None:
    """Also: a table for places, smaller than the numbers of tokens, is asked for none of them."""
    change = "--change=10:torch=dynamo"
    summary = trainings.summary_of("--steps", "20", "--workload", write_tokens(tmp_path), change)
    assert summary["lanes"][0]["mode"] == "dynamo"
    assert fwdash.largest_difference(summary) < 1e-5


def test_an_output_that_takes_ascii_only_costs_neither_summary_nor_exit_code(
    tmp_path: Path,
) -> None:
    file = write_template(tmp_path / "données.py")
    file.write_text(file.read_text(encoding="utf-8") + "\nprint('déjà vu')\n", encoding="utf-8")
    arguments = ("run", "--headless", "--steps", "5", "--workload", str(file), "torch")
    for ascii_only in (
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},  # names of files too
    ):
        done = fwdash.run(*arguments, **ascii_only)
        assert done.returncode == 0, done.stderr
        assert re.search(r"/donn(\\xe9|\\xc3\\xa9)es\.py, sgd lr 0\.05", done.stdout)
        assert re.search(r"torch +eager +finished +5 ", done.stdout)
