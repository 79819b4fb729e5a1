"""Looking at a value while the step runs."""

import jax
import jax.numpy as jnp


def bug(wrap):
    @wrap
    def step(x):
        mean = x.mean()
        print("mean", mean)  # BUG: what is printed, and how often?
        return mean * 2

    for number in (1.0, 2.0, 3.0):
        step(jnp.full((4,), number))


def fixed(wrap):
    @wrap
    def step(x):
        mean = x.mean()
        return mean * 2, mean

    for number in (1.0, 2.0, 3.0):
        _, mean = step(jnp.full((4,), number))
        print("mean", float(mean))


def hunter_debug_print(wrap):
    @wrap
    def step(x):
        mean = x.mean()
        jax.debug.print("mean {mean}", mean=mean)  # BUG: here stood print()
        return mean * 2

    for number in (1.0, 2.0, 3.0):
        step(jnp.full((4,), number))
    jax.effects_barrier()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
