"""Standing inside the step."""

import jax
import jax.numpy as jnp


def bug(wrap):
    @wrap
    def step(x):
        mean = x.mean()
        breakpoint()  # BUG: where does it stand?
        return mean * 2

    for number in (1.0, 2.0, 3.0):
        step(jnp.full((4,), number))


def fixed(wrap):
    @wrap
    def step(x):
        mean = x.mean()
        breakpoint()
        return mean * 2

    with jax.disable_jit():
        for number in (1.0, 2.0, 3.0):
            step(jnp.full((4,), number))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
