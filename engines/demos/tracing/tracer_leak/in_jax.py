"""Keeping an intermediate value."""

import jax
import jax.numpy as jnp


def bug(wrap):
    kept = []

    @wrap
    def step(x):
        mean = x.mean()
        kept.append(mean)  # BUG: it leaves the step by a side door
        return x * mean

    step(jnp.full((4,), 2.0))
    return float(kept[0] + 1)


def fixed(wrap):
    @wrap
    def step(x):
        mean = x.mean()
        return x * mean, mean

    _, mean = step(jnp.full((4,), 2.0))
    return float(mean + 1)


def hunter_checking_leaks(wrap):
    kept = []

    @wrap
    def step(x):
        mean = x.mean()
        kept.append(mean)  # BUG: it leaves the step by a side door
        return x * mean

    with jax.checking_leaks():
        step(jnp.full((4,), 2.0))
    return float(kept[0] + 1)


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
