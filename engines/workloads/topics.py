"""Python's own help texts as characters: real prose in every CPython, without a download.

`pydoc_data.topics` (PSF licence) holds what `help("if")` prints: 79 topics and 465 000 characters
in Python 3.11. It differs a little from one Python release to the next, and with it the vocabulary;
within one run all lanes share an interpreter, so they share the text.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from engines.errors import UsageError
from engines.workloads.workload import Data

TEST_SHARE = 10
"""The last tenth of the text is held out."""
TEST_WINDOWS = 64
"""So many windows of the held-out text are kept, evenly spread, so that evaluating stays cheap."""


@dataclass(frozen=True)
class Text:
    """The text as class numbers of its characters, int32, and the characters themselves, sorted."""

    train: NDArray[np.int32]
    test: NDArray[np.int32]
    vocabulary: str


@cache
def load_text() -> Text:
    """All topics in the order of their names, an empty line between two, split in front and back.

    Raises `UsageError` where a stripped Python has no help texts.
    """
    try:
        from pydoc_data.topics import topics
    except ImportError as error:
        raise UsageError(
            "This Python has no pydoc_data.topics, the text that chars-gpt reads: use a full "
            "CPython, or another workload such as digits-mlp."
        ) from error
    text = "\n\n".join(topics[name] for name in sorted(topics))
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    characters, places = np.unique(points, return_inverse=True)
    numbers: NDArray[np.int32] = places.astype(np.int32)
    held_out = len(numbers) // TEST_SHARE
    return Text(
        train=numbers[:-held_out],
        test=numbers[-held_out:],
        vocabulary="".join(map(chr, characters)),
    )


def load_windows(context: int) -> Data:
    """Windows of `context` characters that do not overlap, and the same shifted by one as labels.

    Both int32 of shape (windows, context): `y[i, t]` is the character after `x[i, t]`.
    """
    text = load_text()
    x_train, y_train = _windows(text.train, context)
    x_test, y_test = _windows(text.test, context)
    kept = np.linspace(0, len(x_test) - 1, min(TEST_WINDOWS, len(x_test))).astype(np.intp)
    return Data(x_train, y_train, x_test[kept], y_test[kept])


def _windows(
    numbers: NDArray[np.int32], context: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    count = (len(numbers) - 1) // context
    x = numbers[: count * context].reshape(count, context)
    y = numbers[1 : count * context + 1].reshape(count, context)
    return x, y


@cache
def baselines() -> dict[str, float]:
    """What simpler models of the text come to, in nats per character of the whole held-out text.

    `unigram` and `bigram` count the training text (one is added to every count, so that nothing is
    impossible). `zlib` is what the held-out text adds to the size of the compressed text, level 9:
    it has seen the training text, but remembers only its last 32 KiB.
    """
    text = load_text()
    size = len(text.vocabulary)
    singles = np.bincount(text.train, minlength=size) + 1.0
    pairs = np.bincount(text.train[:-1] * size + text.train[1:], minlength=size * size) + 1.0
    pairs = pairs.reshape(size, size)
    unigram = np.log(singles / singles.sum())
    bigram = np.log(pairs / pairs.sum(axis=1, keepdims=True))

    whole = "".join(text.vocabulary[n] for n in np.concatenate((text.train, text.test)))
    added = len(zlib.compress(whole.encode(), 9)) - len(
        zlib.compress(whole[: len(text.train)].encode(), 9)
    )
    return {
        "unigram": float(-unigram[text.test].mean()),
        "bigram": float(-bigram[text.test[:-1], text.test[1:]].mean()),
        "zlib": added * 8 * math.log(2) / len(text.test),
    }
