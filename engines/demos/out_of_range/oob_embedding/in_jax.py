"""A vocabulary of five words, asked for word 7."""

import jax.numpy as jnp
from flax import nnx

ROWS = jnp.array([[0.0, 0.0], [1.0, 10.0], [2.0, 20.0], [3.0, 30.0], [4.0, 40.0]])


def bug(wrap):
    embed = nnx.Embed(5, 2, rngs=nnx.Rngs(0))
    embed.embedding[...] = ROWS

    @wrap
    def step(embed, ids):
        return embed(ids) * 1.0  # BUG: there are 5 rows

    return step(embed, jnp.array(7)).tolist()


def fixed(wrap):
    embed = nnx.Embed(5, 2, rngs=nnx.Rngs(0))
    embed.embedding[...] = ROWS

    @wrap
    def step(embed, ids):
        return embed(ids) * 1.0

    return step(embed, jnp.array(2)).tolist()


if __name__ == "__main__":
    print(bug(wrap=lambda step: step))
