"""The UCI handwritten digits, 1797 grey images of 8 x 8, as they ship with fwdash (see DIGITS.md)."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engines.workloads.workload import Data

TEST_SHARE = 5
"""Every fifth image, after a fixed shuffle, is held out."""


def load_digits(shape: tuple[int, ...]) -> Data:
    """Images scaled to 0..1 as float32 (n, *shape), labels as int32 (n,); 1437 train, 360 test."""
    with np.load(Path(__file__).with_name("digits.npz")) as archive:
        images = (archive["images"].astype(np.float32) / 16).reshape(-1, *shape)
        labels = archive["labels"].astype(np.int32)
    order = np.random.default_rng(0).permutation(len(images))
    images, labels = images[order], labels[order]
    test = np.arange(len(images)) % TEST_SHARE == 0
    return Data(images[~test], labels[~test], images[test], labels[test])
