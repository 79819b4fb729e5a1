"""Debiased exponential smoothing over the full data, before any pixel is chosen."""

from __future__ import annotations

import math

import numpy as np

from .curve import Curve, FloatArray


def debiased_ema(values: FloatArray, beta: float) -> FloatArray:
    """The exponential moving average, divided by 1 - beta^t so that it starts unbiased.

    The bias correction is Adam's (Kingma and Ba, 2015, section 3); TensorBoard smooths so too.

    Args:
        values: Shape (n,). What is not finite is skipped: it stays NaN and moves nothing.
        beta: From 0 (no smoothing) to below 1.

    Returns:
        Shape (n,).

    Raises:
        ValueError: If beta is outside [0, 1).
    """
    if not 0 <= beta < 1:
        raise ValueError(f"beta must lie in [0, 1), not {beta}")
    if beta == 0 or len(values) == 0:
        return values
    finite = np.isfinite(values)
    if finite.all():
        return _ema(values, beta)
    smoothed = np.full(len(values), np.nan)
    smoothed[finite] = _ema(values[finite], beta)
    return smoothed


def _ema(values: FloatArray, beta: float) -> FloatArray:
    """The average of finite values, in blocks short enough that beta^-k stays exact."""
    count = len(values)
    if count == 0:
        return values
    block = max(1, min(count, int(-12 / math.log10(beta)) if beta > 1e-12 else 1))
    rows = -(-count // block)
    padded = np.zeros(rows * block)
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        np.multiply(values, 1 - beta, out=padded[:count])
        table = padded.reshape(rows, block)
        decay = beta ** np.arange(block)
        table /= decay
        np.cumsum(table, axis=1, out=table)
        table *= decay
        carry = 0.0
        carries = np.zeros(rows)
        last = float(decay[-1]) * beta
        for row, end in enumerate(table[:, -1].tolist()):
            carries[row] = carry
            carry = end + carry * last
        table += carries[:, None] * (decay * beta)
        average = padded[:count]
        # After this many samples the correction is 1 to the last digit.
        settled = min(count, int(-17 / math.log10(beta)) + 1 if beta > 1e-17 else 1)
        average[:settled] /= -np.expm1(np.arange(1, settled + 1) * math.log(beta))
    # Values near the largest float overflow inside a block; there the value itself stands.
    return np.where(np.isfinite(average), average, values)


def smooth(curve: Curve, beta: float) -> FloatArray:
    """A curve's y smoothed by `beta` a sample; y itself where beta is 0."""
    return debiased_ema(curve.y, beta**curve.points_per_value if beta > 0 else 0.0)
