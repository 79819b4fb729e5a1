"""Noise for two layers."""

import jax


def bug(wrap):
    @wrap
    def step(key):
        one = jax.random.normal(key, (3,))
        other = jax.random.normal(key, (3,))  # BUG: the same state again
        return one, other

    one, other = step(jax.random.key(0))
    return not bool((one == other).all())


def fixed(wrap):
    @wrap
    def step(key):
        first, second = jax.random.split(key)
        return jax.random.normal(first, (3,)), jax.random.normal(second, (3,))

    one, other = step(jax.random.key(0))
    return not bool((one == other).all())


def hunter_debug_key_reuse(wrap):
    @wrap
    def step(key):
        one = jax.random.normal(key, (3,))
        other = jax.random.normal(key, (3,))  # BUG: the same state again
        return one, other

    with jax.debug_key_reuse(True):
        one, other = step(jax.random.key(0))
    return not bool((one == other).all())


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
