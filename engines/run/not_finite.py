"""A loss that is no number, in words."""

from __future__ import annotations


def not_finite(first: int, count: int, steps: int) -> str:
    """Where losses were not finite: `count` of `steps`, the first of them after step `first` - 1."""
    if count == steps - first + 1:
        return f"not finite from step {first:,} on"
    return f"not finite at {count:,} step{'s' if count > 1 else ''}, first at step {first:,}"
