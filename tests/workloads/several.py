"""Several inputs, two outputs, and a loss and figures of its own: measurements and a row of words."""

import numpy as np

DEFAULTS = {"optimizer": "sgd", "learning_rates": {"sgd": 0.1}, "batch_size": 32}
WORDS, WIDE, HIDDEN, KINDS = 7, 4, 8, 3


def data():
    """Of types that no framework shares: float64, int64 and a mask; labels hold a kind and a size."""
    rng = np.random.default_rng(1)
    measured = rng.normal(size=(400, 5))
    words = rng.integers(0, WORDS, (400, 6))
    there = np.arange(6) < rng.integers(1, 7, (400, 1))
    kind = np.where(there, words, 0).sum(1) % KINDS
    y = np.stack([kind, measured.sum(1)], axis=1)

    def of(part):
        return {"measured": measured[part], "words": (words[part], there[part])}

    return of(slice(0, 320)), y[:320], of(slice(320, None)), y[320:]


def weights(rng):
    def normal(*shape):
        return rng.normal(0, 0.4, shape).astype(np.float32)

    return {"e": normal(WORDS, WIDE), "w": normal(5 + WIDE, HIDDEN), "v": normal(HIDDEN, KINDS + 1)}


def torch_model(weights):
    import torch
    from torch import nn

    class Several(nn.Module):
        def __init__(self):
            super().__init__()
            self.table = nn.Embedding.from_pretrained(torch.from_numpy(weights["e"]), freeze=False)
            self.w = nn.Parameter(torch.from_numpy(weights["w"]))
            self.v = nn.Parameter(torch.from_numpy(weights["v"]))

        def forward(self, words, measured):
            words, there = words
            bag = (self.table(words) * there[..., None]).sum(1)
            out = torch.tanh(torch.cat([measured, bag], 1) @ self.w) @ self.v
            return {"kind": out[:, :KINDS], "size": out[:, KINDS]}

    return Several()


def keras_model(weights):
    import keras
    from keras import layers, ops

    measured, there = keras.Input((5,)), keras.Input((6,), dtype="bool")
    words = keras.Input((6,), dtype="int32")
    table = layers.Embedding(WORDS, WIDE)
    w, v = (
        layers.Dense(HIDDEN, "tanh", use_bias=False),
        layers.Dense(KINDS + 1, use_bias=False),
    )
    mask = ops.expand_dims(ops.cast(there, "float32"), -1)
    bag = ops.sum(table(words) * mask, 1)
    out = v(w(ops.concatenate([measured, bag], 1)))
    model = keras.Model(
        {"measured": measured, "words": (words, there)},
        {"kind": out[:, :KINDS], "size": out[:, KINDS]},
    )
    for layer, name in ((table, "e"), (w, "w"), (v, "v")):
        layer.set_weights([weights[name]])
    return model


def jax_model(weights):
    from flax import nnx
    from jax import numpy as jnp

    class Several(nnx.Module):
        def __init__(self):
            self.e, self.w, self.v = (nnx.Param(jnp.asarray(weights[name])) for name in "ewv")

        def __call__(self, measured, words):
            words, there = words
            bag = (self.e[...][words] * there[..., None]).sum(1)
            out = jnp.tanh(jnp.concatenate([measured, bag], 1) @ self.w[...]) @ self.v[...]
            return {"kind": out[:, :KINDS], "size": out[:, KINDS]}

    return Several()


def torch_loss(outputs, y):
    from torch.nn import functional as F

    off = F.smooth_l1_loss(outputs["size"], y[:, 1])
    return F.cross_entropy(outputs["kind"], y[:, 0].long()) + 0.1 * off


def keras_loss(outputs, y):
    """One loss an example: their mean is taken."""
    import tensorflow as tf

    off = tf.abs(outputs["size"] - y[:, 1])
    smooth = tf.where(off < 1, off**2 / 2, off - 0.5)
    labels = tf.cast(y[:, 0], tf.int32)
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels, outputs["kind"]) + 0.1 * smooth


def jax_loss(outputs, y):
    import optax

    off = optax.huber_loss(outputs["size"], y[:, 1])
    labels = y[:, 0].astype(int)
    return optax.softmax_cross_entropy_with_integer_labels(outputs["kind"], labels) + 0.1 * off


def torch_metrics(outputs, y):
    right = outputs["kind"].argmax(-1) == y[:, 0]
    return {"accuracy": right, "mean error": (outputs["size"] - y[:, 1]).abs().mean()}


def keras_metrics(outputs, y):
    import tensorflow as tf

    right = tf.argmax(outputs["kind"], -1) == tf.cast(y[:, 0], tf.int64)
    return {"accuracy": right, "mean error": tf.abs(outputs["size"] - y[:, 1])}


def jax_metrics(outputs, y):
    right = outputs["kind"].argmax(-1) == y[:, 0]
    return {"accuracy": right, "mean error": abs(outputs["size"] - y[:, 1])}
