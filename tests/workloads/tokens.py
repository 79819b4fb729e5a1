"""Tokens and their positions; the models lie in a folder beside the file, with the name of one of ours."""

from __future__ import annotations

import textwrap
from pathlib import Path

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


def write_tokens(folder: Path, last: int = 11, wrapped: str = "lambda logits: logits") -> str:
    """The path of the token workload; `last` is one number in its test split."""
    nets = folder / "engines"
    nets.mkdir()
    (nets / "numbers.py").write_text(f"LAST = {last}\nWRAPPED = {wrapped}\n")
    for name, text in NETS.items():
        (nets / f"{name}.py").write_text(textwrap.dedent(text))
    file = folder / "mots à mots.py"
    file.write_text(TOKENS)
    return str(file)
