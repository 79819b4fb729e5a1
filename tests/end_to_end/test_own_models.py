"""Models as people write them, in all three frameworks: they train alike, or one sentence says why not."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import Any

from engines.workloads.new import write_template
from tests.end_to_end import fwdash

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

TOKENS = '''
"""Tokens and their positions, each in a table; the models lie in a neighbour, imported when needed."""
import numpy as np

TOKENS, PLACES = 12, 3

def data():
    from engines.numbers import LAST
    rng = np.random.default_rng(1)
    x = rng.integers(0, TOKENS, (300, PLACES)).astype(np.int32)
    y = (x.sum(1) % 3).astype(np.int32)
    x[290, 1] = LAST
    return x[:200], y[:200], x[200:], y[200:]

def weights(rng):
    shapes = {"token": (TOKENS, 8), "place": (PLACES, 8), "out": (8, 3)}
    return {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}

def torch_model(w):
    from engines import torch_nets
    return torch_nets.build(w)

def keras_model(w):
    from engines.keras_nets import build
    return build(w)

def jax_model(w):
    import engines.jax_nets
    return engines.jax_nets.build(w)
'''

NETS = {
    "torch_nets": """
        import torch
        from torch import nn

        class Net(nn.Module):
            def __init__(self, w):
                super().__init__()
                self.token, self.place = nn.Embedding(12, 8), nn.Embedding(3, 8)
                self.out = nn.Parameter(torch.from_numpy(w["out"]))

            def forward(self, x):
                from engines.numbers import WRAPPED  # when it trains
                h = self.token(x) + self.place(torch.arange(3))
                return WRAPPED(h.mean(1) @ self.out)

        def build(w):
            net = Net(w)
            with torch.no_grad():
                net.token.weight.copy_(torch.from_numpy(w["token"]))
                net.place.weight.copy_(torch.from_numpy(w["place"]))
            return net
    """,
    "keras_nets": """
        import keras, numpy as np
        from keras import layers as L
        from .numbers import WRAPPED

        def build(w):
            x = keras.Input((3,), dtype="int32")
            token, place, out = L.Embedding(12, 8), L.Embedding(3, 8), L.Dense(3, use_bias=False)
            places = keras.ops.cumsum(keras.ops.ones_like(x), axis=1) - 1
            y = out(L.GlobalAveragePooling1D()(token(x) + place(places)))
            m = keras.Model(x, WRAPPED(y))
            for layer, name in ((token, "token"), (place, "place"), (out, "out")):
                layer.set_weights([w[name]])
            return m
    """,
    "jax_nets": """
        from flax import nnx
        from jax import numpy as jnp

        class Net(nnx.Module):
            def __init__(self, w, r):
                self.token, self.place = nnx.Embed(12, 8, rngs=r), nnx.Embed(3, 8, rngs=r)
                self.token.embedding[...] = jnp.asarray(w["token"])
                self.place.embedding[...] = jnp.asarray(w["place"])
                self.out = nnx.Param(jnp.asarray(w["out"]))

            def __call__(self, x):
                from .numbers import WRAPPED
                h = self.token(x) + self.place(jnp.arange(3))
                return WRAPPED(h.mean(1) @ self.out[...])

        def build(w):
            return Net(w, nnx.Rngs(0))
    """,
}


def tokens(folder: Path, last: int = 11, wrapped: str = "lambda logits: logits") -> str:
    """The path of the token workload; `last` is one number in its test split."""
    nets = folder / "engines"
    nets.mkdir()
    (nets / "numbers.py").write_text(f"LAST = {last}\nWRAPPED = {wrapped}\n")
    for name, text in NETS.items():
        (nets / f"{name}.py").write_text(textwrap.dedent(text))
    file = folder / "mots à mots.py"
    file.write_text(TOKENS)
    return str(file)


def refusals(file: str) -> dict[str, str]:
    """Lane -> why it did not train a step."""
    arguments = (
        "--headless",
        "--json",
        "--steps",
        "10",
        "--workload",
        file,
        "torch",
        "keras",
        "jax",
    )
    done = fwdash.run("run", *arguments)
    assert done.returncode == 1, done.stderr
    lanes: list[dict[str, Any]] = json.loads(done.stdout)["lanes"]
    assert [lane["steps"] for lane in lanes] == [0, 0, 0]
    return {lane["id"]: lane["error"] for lane in lanes}


def test_arrays_that_are_shared_reversed_or_read_only_train_alike_everywhere(
    tmp_path: Path,
) -> None:
    file = tmp_path / "rough.py"
    file.write_text(ROUGH_ARRAYS)
    lanes = ("torch+eager", "torch+aot_eager", "keras", "jax+jit", "jax+eager")
    summary = fwdash.summary_of("--steps", "12", "--workload", str(file), *lanes)
    assert fwdash.largest_difference(summary) < 1e-5


def test_models_in_a_folder_with_our_name_are_imported_when_they_are_needed(tmp_path: Path) -> None:
    """Also: a table for places, smaller than the numbers of tokens, is asked for none of them."""
    lanes = ("torch+eager", "torch+dynamo", "keras", "jax")
    summary = fwdash.summary_of("--steps", "20", "--workload", tokens(tmp_path), *lanes)
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


def test_a_number_beyond_a_table_in_one_test_example_is_refused(tmp_path: Path) -> None:
    for lane, error in refusals(tokens(tmp_path, last=17)).items():
        assert error == (
            f"mots à mots.py: x_test holds 17, for which {lane}_model asks an embedding for entry 17; "
            "it has 12 entries, 0 to 11."
        )


def test_a_model_that_returns_no_tensor_is_named_with_what_it_returns(tmp_path: Path) -> None:
    errors = refusals(
        tokens(tmp_path, wrapped="lambda logits: {'logits': logits, 'twice': logits}")
    )
    for lane, error in errors.items():
        assert error.startswith("mots à mots.py, line ")
        assert f": {lane}_model returned a dict, not a tensor: return the logits." in error
