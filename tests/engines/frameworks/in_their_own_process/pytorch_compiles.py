"""What torch.compile does is seen, however much of it there is, and said in words."""

from __future__ import annotations

import itertools
import linecache
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from torch._dynamo import callback, utils

from engines.frameworks.engine import Compilation
from engines.frameworks.pytorch_compiles import TorchCompileWatch

RING = 64
"""Compilations whose metrics torch keeps."""
numbers = itertools.count()


@pytest.fixture
def watch() -> Iterator[TorchCompileWatch]:
    torch._dynamo.reset()
    handler = callback.callback_handler
    before = list(handler.start_callbacks), list(handler.end_callbacks)
    yield TorchCompileWatch(lambda _: None)
    handler.start_callbacks[:], handler.end_callbacks[:] = before
    torch._dynamo.reset()


def function(*lines: str, name: str = "forward") -> tuple[Any, str]:
    """A function of `x` with code and a file of its own."""
    file = f"own{next(numbers)}.py"
    source = "\n".join([f"def {name}(x):", *(f"    {line}" for line in lines)]) + "\n"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    made: dict[str, Any] = {"torch": torch}
    exec(compile(source, file, "exec"), made)
    return made[name], file


def compiled(function: Callable[..., Any]) -> Any:
    return torch.compile(function, backend="eager")


def seen(watch: TorchCompileWatch) -> Compilation:
    done = watch.after()
    assert done is not None
    return done


def test_a_compilation_is_seen_after_more_than_torch_remembers(watch: TorchCompileWatch) -> None:
    x = torch.ones(2)
    for _ in range(RING + 4):
        compiled(function("return x + 1")[0])(x)
        done = seen(watch)
        assert done.programs == 1
        assert done.seconds > 0
    assert len(utils.get_compilation_metrics()) == RING
    assert watch.after() is None


@pytest.fixture
def small_ring() -> Iterator[int]:
    utils.set_compilation_metrics_limit(4)
    yield 4
    utils.set_compilation_metrics_limit(RING)


def test_all_compilations_of_one_step_are_counted(
    watch: TorchCompileWatch, small_ring: int
) -> None:
    several = 3 * small_ring
    step = [compiled(function("return x + 1")[0]) for _ in range(several)]
    watch.before([(torch.ones(1).numpy(), torch.ones(1).numpy())])
    for one in step:
        one(torch.ones(2))
    done = seen(watch)
    assert (done.programs, done.graphs, done.breaks) == (several, several, 0)


def test_a_compilation_without_metrics_is_seen_by_its_callback(watch: TorchCompileWatch) -> None:
    compiled(function("return x + 1")[0])(torch.ones(2))
    utils.clear_compilation_metrics()
    done = seen(watch)
    assert done.programs == 1
    assert done.seconds > 0
    assert done.trace_seconds is None


def test_what_was_compiled_outside_the_steps_is_not_theirs(watch: TorchCompileWatch) -> None:
    compiled(function("return x + 1")[0])(torch.ones(2))
    watch.before([(torch.ones(1).numpy(), torch.ones(1).numpy())])
    assert watch.after() is None


def test_graph_breaks_have_a_place_and_a_reason(watch: TorchCompileWatch) -> None:
    forward, file = function("x = x + 1", "if x.sum().item() > 9:", "    x = x * 2", "return x * 3")
    compiled(forward)(torch.ones(2))
    done = seen(watch)
    assert (done.graphs, done.breaks) == (2, 1)
    (place,) = done.broken_at
    assert (place.where, place.times) == (f"{file}:3", 1)
    assert "Tensor.item()" in place.reason
    assert done.uncompiled == ()


def test_a_function_of_which_nothing_is_compiled_is_named(watch: TorchCompileWatch) -> None:
    forward, file = function(
        "for _ in range(2):", "    x = x + 1", "    if x.sum().item() > 9:", "        x = x * 2",
        "return x",
    )  # fmt: skip
    compiled(forward)(torch.ones(2))
    done = seen(watch)
    assert done.graphs == 0
    assert done.uncompiled == (f"forward ({file}:1)",)


def test_a_compilation_anew_says_which_guard_failed(watch: TorchCompileWatch) -> None:
    forward, _ = function("return x + 1")
    step = torch.compile(forward, backend="eager", dynamic=False)
    step(torch.ones(4))
    assert seen(watch).reason == ""
    step(torch.ones(3))
    assert seen(watch).reason == "tensor 'x' has another size at index 0: 3, not 4"


def test_at_the_limit_a_function_is_given_up_and_not_compiled(watch: TorchCompileWatch) -> None:
    forward, file = function("return x + 1")
    step = torch.compile(forward, backend="eager", dynamic=False)
    with torch._dynamo.config.patch(recompile_limit=3):
        for size in (1, 2, 3):
            step(torch.ones(size + 1))
            assert seen(watch).given_up == ()
        step(torch.ones(9))
        done = seen(watch)
        assert done.programs == 0
        (given_up,) = done.given_up
        assert (given_up.function, given_up.limit) == (f"forward ({file}:1)", 3)
        assert "another size" in given_up.reason
        step(torch.ones(10))
        assert watch.after() is None
