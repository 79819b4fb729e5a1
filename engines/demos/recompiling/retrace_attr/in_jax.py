"""An epoch that the step reads from an object."""

import jax.numpy as jnp


class Settings:
    epoch = 0


def bug(wrap):
    settings = Settings()

    @wrap
    def step(x):
        return (x * settings.epoch).sum()  # BUG: a Python number from outside

    results = []
    for settings.epoch in range(6):
        results.append(float(step(jnp.ones(1))))
    return results


def fixed(wrap):
    @wrap
    def step(x, epoch):
        return (x * epoch).sum()

    return [float(step(jnp.ones(1), jnp.array(float(epoch)))) for epoch in range(6)]


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
