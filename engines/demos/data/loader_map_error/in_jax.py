"""Two records, one of them short."""

import jax.numpy as jnp
import numpy as np

RECORDS = [np.ones(3, np.float32), np.ones(2, np.float32)]


def bug(wrap):
    @wrap
    def step(x):
        return x.sum()

    return float(step(jnp.stack(RECORDS)))  # BUG: three values and two


def fixed(wrap):
    @wrap
    def step(x):
        return x.sum()

    padded = [np.pad(record, (0, 3 - len(record))) for record in RECORDS]
    return float(step(jnp.stack(padded)))


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
