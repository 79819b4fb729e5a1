"""JAX with Flax NNX as a demo's cell sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import jax
from flax import nnx

from engines.demos.reading import Frame

TRACING = ("jax/_src/pjit.py", "jax/_src/interpreters/partial_eval.py")
COMPILING = ("jax/_src/compiler.py", "jax/_src/interpreters/mlir.py")


def prepare(mode: str) -> None:
    """The first operation starts the backend; what a version wraps is compiled anew by itself."""
    jax.numpy.zeros(1).block_until_ready()


def wrapper(mode: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`nnx.jit`, or nothing."""
    return nnx.jit if mode == "jit" else lambda function: function


@contextmanager
def unfiltered() -> Iterator[None]:
    """What `JAX_TRACEBACK_FILTERING=off` switches."""
    before = jax.config.jax_traceback_filtering
    jax.config.update("jax_traceback_filtering", "off")
    try:
        yield
    finally:
        jax.config.update("jax_traceback_filtering", before)


def is_traced(value: object) -> bool:
    """Tracers have a shape and no values."""
    return isinstance(value, jax.core.Tracer)


def is_array(value: object) -> bool:
    """Any array, a tracer too."""
    return isinstance(value, jax.Array)


def compilations(wrapped: Sequence[Any]) -> int:
    """Programs in the caches of the functions."""
    jitted = (getattr(one, "jitted_fn", one) for one in wrapped)
    counts = (getattr(one, "_cache_size", None) for one in jitted)
    return sum(count() for count in counts if count is not None)


def stage(above: Sequence[Frame], below: Sequence[Frame], message: str) -> str:
    """The function's own frame below tracing is traced; without it, it was compiled, or has run."""
    files = [frame.file for frame in above]
    if any(file.endswith(TRACING[1]) for file in files):
        return "trace"
    return "compile" if any(file.endswith(COMPILING) for file in files) else "run"
