"""A small GPT that predicts the next character of Python's own help texts.

Decoder-only as GPT-2 (Radford et al. 2019): learned positions, pre-norm blocks, tanh GELU, causal
attention; without dropout, and with an output layer of its own. LayerNorm's epsilon and the kind of
GELU are spelled out everywhere, because the three frameworks have three different defaults.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engines.workloads.topics import baselines, load_text, load_windows
from engines.workloads.workload import Data, Weights, zeros


@dataclass(frozen=True)
class Size:
    """`blocks` transformer blocks of `width` features, `heads` heads, `context` characters."""

    blocks: int
    width: int
    heads: int
    context: int


SIZES = {
    "tiny": Size(blocks=2, width=64, heads=4, context=64),
    "small": Size(blocks=4, width=128, heads=4, context=128),
    "medium": Size(blocks=8, width=512, heads=8, context=256),
}
"""`tiny` is for a glance on any machine, `small` for a laptop, `medium` for a GPU."""

DEFAULTS = {
    "optimizer": "sgd",
    "learning_rates": {"sgd": 0.1, "adam": 1e-3},
    "batch_size": 16,
}
SIZED_DEFAULTS: dict[str, dict[str, Any]] = {
    "tiny": {"learning_rates": {"sgd": 0.1, "adam": 3e-3}},
    "medium": {"learning_rates": {"sgd": 0.1, "adam": 3e-4}, "batch_size": 32},
}

EPSILON = 1e-5
"""Of LayerNorm: PyTorch's default; Keras has 1e-3, Flax 1e-6."""


def data(*, size: str) -> Data:
    """Windows of the text, int32 (windows, context), and the characters that follow each."""
    return load_windows(SIZES[size].context)


def references(*, size: str) -> dict[str, float]:
    """Nats per held-out character of unigram, bigram and zlib; a size does not change them."""
    return dict(baselines())


def weights(rng: np.random.Generator, *, size: str) -> Weights:
    """GPT-2's initialisation: normal(0, 0.02), narrower by sqrt(2 blocks) into the residual stream.

    `qkv.kernel` is (width, 3 width), its columns queries, keys, values, each head by head.
    Within a layer the order is kernel or scale, then bias, which is Keras' order too.
    """
    shape, vocabulary = SIZES[size], len(load_text().vocabulary)
    width = shape.width

    def normal(*dimensions: int, deviation: float = 0.02) -> NDArray[np.float32]:
        return rng.normal(0.0, deviation, dimensions).astype(np.float32)

    residual = 0.02 / math.sqrt(2 * shape.blocks)
    ones = np.ones(width, dtype=np.float32)
    made: Weights = {
        "tokens.embedding": normal(vocabulary, width),
        "positions.embedding": normal(shape.context, width),
    }
    for n in range(shape.blocks):
        made |= {
            f"blocks.{n}.norm1.scale": ones.copy(),
            f"blocks.{n}.norm1.bias": zeros(width),
            f"blocks.{n}.qkv.kernel": normal(width, 3 * width),
            f"blocks.{n}.qkv.bias": zeros(3 * width),
            f"blocks.{n}.mix.kernel": normal(width, width, deviation=residual),
            f"blocks.{n}.mix.bias": zeros(width),
            f"blocks.{n}.norm2.scale": ones.copy(),
            f"blocks.{n}.norm2.bias": zeros(width),
            f"blocks.{n}.up.kernel": normal(width, 4 * width),
            f"blocks.{n}.up.bias": zeros(4 * width),
            f"blocks.{n}.down.kernel": normal(4 * width, width, deviation=residual),
            f"blocks.{n}.down.bias": zeros(width),
        }
    return made | {
        "norm.scale": ones.copy(),
        "norm.bias": zeros(width),
        "head.kernel": normal(width, vocabulary),
    }


def torch_model(weights: Weights, *, size: str) -> Any:
    """`torch.nn.Module`: int (batch, context) -> logits (batch, context, vocabulary)."""
    import torch
    from torch import nn
    from torch.nn import functional as F

    shape, vocabulary = SIZES[size], len(weights["tokens.embedding"])

    class Block(nn.Module):
        def __init__(self, width: int, heads: int) -> None:
            super().__init__()
            self.heads = heads
            self.norm1 = nn.LayerNorm(width, eps=EPSILON)
            self.qkv = nn.Linear(width, 3 * width)
            self.mix = nn.Linear(width, width)
            self.norm2 = nn.LayerNorm(width, eps=EPSILON)
            self.up = nn.Linear(width, 4 * width)
            self.down = nn.Linear(4 * width, width)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            qkv = self.qkv(self.norm1(x)).unflatten(-1, (3, self.heads, -1))
            q, k, v = qkv.permute(2, 0, 3, 1, 4)
            attended = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + self.mix(attended.transpose(1, 2).flatten(2))
            return x + self.down(F.gelu(self.up(self.norm2(x)), approximate="tanh"))

    class GPT(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.tokens = nn.Embedding(vocabulary, shape.width)
            self.positions = nn.Embedding(shape.context, shape.width)
            self.blocks = nn.Sequential(
                *(Block(shape.width, shape.heads) for _ in range(shape.blocks))
            )
            self.norm = nn.LayerNorm(shape.width, eps=EPSILON)
            self.head = nn.Linear(shape.width, vocabulary, bias=False)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            here = torch.arange(x.shape[1], device=x.device)
            h = self.tokens(x) + self.positions(here)
            return self.head(self.norm(self.blocks(h)))

    model = GPT()
    with torch.no_grad():
        for name, value in weights.items():
            layer, _, kind = name.rpartition(".")
            target = model.get_parameter(f"{layer}.bias" if kind == "bias" else f"{layer}.weight")
            target.copy_(torch.from_numpy(value.T if kind == "kernel" else value))
    return model


def keras_model(weights: Weights, *, size: str) -> Any:
    """`keras.Model`: int (batch, context) -> logits (batch, context, vocabulary)."""
    import keras
    from keras import layers, ops

    shape, vocabulary = SIZES[size], len(weights["tokens.embedding"])

    class Block(layers.Layer):
        def __init__(self, width: int, heads: int) -> None:
            super().__init__()
            self.heads = heads
            self.norm1 = layers.LayerNormalization(epsilon=EPSILON)
            self.qkv = layers.Dense(3 * width)
            self.mix = layers.Dense(width)
            self.norm2 = layers.LayerNormalization(epsilon=EPSILON)
            self.up = layers.Dense(4 * width)
            self.gelu = layers.Activation(lambda x: keras.activations.gelu(x, approximate=True))
            self.down = layers.Dense(width)

        def call(self, x: Any) -> Any:
            length, width = x.shape[1:]
            qkv = ops.reshape(
                self.qkv(self.norm1(x)), (-1, length, 3, self.heads, width // self.heads)
            )
            q, k, v = ops.unstack(qkv, axis=2)
            attended = ops.dot_product_attention(q, k, v, is_causal=True)
            x = x + self.mix(ops.reshape(attended, (-1, length, width)))
            return x + self.down(self.gelu(self.up(self.norm2(x))))

    class GPT(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.tokens = layers.Embedding(vocabulary, shape.width)
            self.positions = layers.Embedding(shape.context, shape.width)
            self.blocks = [Block(shape.width, shape.heads) for _ in range(shape.blocks)]
            self.norm = layers.LayerNormalization(epsilon=EPSILON)
            self.head = layers.Dense(vocabulary, use_bias=False)

        def call(self, x: Any) -> Any:
            h = self.tokens(x) + self.positions(ops.arange(x.shape[1]))
            for block in self.blocks:
                h = block(h)
            return self.head(self.norm(h))

    model = GPT()
    model(np.zeros((1, shape.context), dtype=np.int32))  # builds the variables
    named = {"tokens": model.tokens, "positions": model.positions}
    named |= {"norm": model.norm, "head": model.head}
    for n, block in enumerate(model.blocks):
        for part in ("norm1", "qkv", "mix", "norm2", "up", "down"):
            named[f"blocks.{n}.{part}"] = getattr(block, part)
    for name, layer in named.items():
        layer.set_weights([w for key, w in weights.items() if key.rpartition(".")[0] == name])
    return model


def jax_model(weights: Weights, *, size: str) -> Any:
    """`nnx.Module`: int (batch, context) -> logits (batch, context, vocabulary)."""
    import jax
    from flax import nnx
    from jax import numpy as jnp

    shape, vocabulary = SIZES[size], len(weights["tokens.embedding"])

    class Block(nnx.Module):
        def __init__(self, width: int, heads: int, rngs: nnx.Rngs) -> None:
            self.heads = heads
            self.norm1 = nnx.LayerNorm(width, epsilon=EPSILON, rngs=rngs)
            self.qkv = nnx.Linear(width, 3 * width, rngs=rngs)
            self.mix = nnx.Linear(width, width, rngs=rngs)
            self.norm2 = nnx.LayerNorm(width, epsilon=EPSILON, rngs=rngs)
            self.up = nnx.Linear(width, 4 * width, rngs=rngs)
            self.down = nnx.Linear(4 * width, width, rngs=rngs)

        def __call__(self, x: Any) -> Any:
            batch, length, width = x.shape
            qkv = self.qkv(self.norm1(x)).reshape(batch, length, 3, self.heads, -1)
            q, k, v = jnp.moveaxis(qkv, 2, 0)
            attended = jax.nn.dot_product_attention(q, k, v, is_causal=True)
            x = x + self.mix(attended.reshape(batch, length, width))
            return x + self.down(jax.nn.gelu(self.up(self.norm2(x)), approximate=True))

    class GPT(nnx.Module):
        def __init__(self, rngs: nnx.Rngs) -> None:
            self.tokens = nnx.Embed(vocabulary, shape.width, rngs=rngs)
            self.positions = nnx.Embed(shape.context, shape.width, rngs=rngs)
            self.blocks = nnx.List(
                [Block(shape.width, shape.heads, rngs) for _ in range(shape.blocks)]
            )
            self.norm = nnx.LayerNorm(shape.width, epsilon=EPSILON, rngs=rngs)
            self.head = nnx.Linear(shape.width, vocabulary, use_bias=False, rngs=rngs)

        def __call__(self, x: Any) -> Any:
            h = self.tokens(x) + self.positions(jnp.arange(x.shape[1]))
            for block in self.blocks:
                h = block(h)
            return self.head(self.norm(h))

    # Shapes alone: to draw numbers that are replaced at once would compile a program for each shape.
    model = nnx.eval_shape(lambda: GPT(nnx.Rngs(0)))
    for name, value in weights.items():
        target: Any = model
        for step in name.split("."):
            target = target[int(step)] if step.isdigit() else getattr(target, step)
        target.set_value(jnp.asarray(value))
    return model
