"""Break-even: what compiling cost over what each step wins, and when nothing can be said of it."""

from __future__ import annotations

import pytest
from msgspec import structs

from engines.events import Compiled, ModeChanged, SettingsChanged
from engines.run.break_even import BreakEven, break_even, steps_to_break_even
from engines.run.run import Run
from tests.engines.run.turns import race
from tests.engines.streams import header, steps

TURNS = 14


@pytest.mark.parametrize(
    ("compile_seconds", "plain", "compiled", "expected"),
    [
        (1.0, 0.003, 0.001, 500),
        (1.0, 0.003, 0.0, 334),
        (0.0, 0.002, 0.001, 0),
        (1.0, 0.001, 0.001, None),
        (1.0, 0.001, 0.002, None),
        (1.0, 5e-324, 0.0, None),
    ],
)
def test_steps_are_cost_over_gain_rounded_up(
    compile_seconds: float, plain: float, compiled: float, expected: int | None
) -> None:
    assert steps_to_break_even(compile_seconds, plain, compiled) == expected


def run_of(
    *happened: tuple[str, float, float | None], framework: str = "torch", switch: float = 0.0
) -> Run:
    """A lane that ran in (mode, seconds a step, compile seconds or None) one after another, for some
    turns each; each switch but the first takes `switch` seconds."""
    run = Run(header(framework))
    first, at, previous = 1, 1.0, "eager"
    for n, (mode, seconds, took) in enumerate(happened):
        changed = ModeChanged(
            lane=framework, at=at, mode=mode, previous=previous, step=first - 1,
            seconds=switch if n else 0.0,
        )  # fmt: skip
        run.apply(changed)
        if took is not None:
            run.apply(Compiled(lane=framework, at=at, mode=mode, step=first, seconds=took))
        if seconds:
            for event in race({framework: seconds * 1000}, TURNS, at=at, own=0.01, seed=n):
                run.apply(structs.replace(event, first=first))
                first += 41
            at, previous = run.at, mode
    return run


def rows(run: Run) -> tuple[BreakEven, ...]:
    (lane,) = run.lanes.values()
    return break_even(lane, run.pace[lane.id])


def test_a_faster_mode_pays_for_itself() -> None:
    (row,) = rows(run_of(("eager", 0.003, None), ("compile", 0.001, 2.0)))
    assert (row.mode, row.plain, row.why_not) == ("compile", "eager", "")
    assert row.steps == pytest.approx(1000, rel=2e-2)
    assert row.steps_between is not None
    assert row.steps_between[0] < row.steps < row.steps_between[1]
    assert row.slower is None


def test_the_loading_of_the_compiler_is_a_cost_and_counted_once() -> None:
    times = (("eager", 0.003, None), ("compile", 0.001, 2.0))
    (without,), (row,) = rows(run_of(*times)), rows(run_of(*times, switch=1.5))
    assert (row.compile_seconds, row.loading_seconds) == (3.5, 1.5)
    assert row.steps
    assert without.steps
    assert row.steps / without.steps == pytest.approx(3.5 / 2.0, rel=1e-3)


def test_nothing_is_said_where_the_interval_holds_1() -> None:
    (row,) = rows(run_of(("eager", 0.001, None), ("compile", 0.001, 2.0)))
    assert (row.steps, row.slower) == (None, None)
    assert row.why_not.startswith("no difference (")


def test_what_came_and_went_with_the_machine_is_not_what_compiling_brought() -> None:
    # The machine is half as fast at first; both modes are alike beside the other lane.
    lanes = {"jax": 0.7, "torch": 1.0}
    run = Run(header(*lanes))
    run.apply_all(race({lane: ratio * 2 for lane, ratio in lanes.items()}, 20, own=0.01))
    at = run.at
    run.apply(
        ModeChanged(lane="torch", at=at, mode="compile", previous="eager", step=820, seconds=0.0)
    )
    run.apply(Compiled(lane="torch", at=at, mode="compile", step=820, seconds=2.0))
    run.apply_all(race(lanes, 20, own=0.01, at=at, first=821))
    (row,) = break_even(run.lanes["torch"], run.pace["torch"])
    assert row.compiled_seconds
    assert row.plain_seconds
    assert row.compiled_seconds < row.plain_seconds * 0.6
    assert row.how == "beside another lane"
    assert row.why_not.startswith("no difference")


def test_every_compilation_of_the_mode_counts() -> None:
    (row,) = rows(run_of(("eager", 0.003, None), ("compile", 0.001, 2.0), ("compile", 0.001, 2.0)))
    assert row.compile_seconds == 4.0
    assert row.steps == pytest.approx(2000, rel=2e-2)


def test_a_slower_mode_never_does() -> None:
    (row,) = rows(run_of(("eager", 0.001, None), ("compile", 0.00125, 2.0)))
    assert row.steps is None
    assert row.slower == pytest.approx(0.25, abs=2e-2)


@pytest.mark.parametrize(
    ("happened", "why"),
    [
        ((), "no step time was measured yet"),
        ((("eager", 0.001, None),), "only eager was measured"),
        ((("compile", 0.001, 1.0),), "only compile was measured"),
        ((("eager", 0.0, None), ("compile", 0.0, 1.0)), "no step time was measured yet"),
        (
            (("eager", 0.002, None), ("compile", 0.001, None)),
            "no compilation of compile was measured",
        ),
    ],
)
def test_what_was_not_measured_is_said(
    happened: tuple[tuple[str, float, float | None], ...], why: str
) -> None:
    (row,) = rows(run_of(*happened))
    assert row.why_not == why
    assert row.steps is None
    assert row.slower is None


def test_each_compiled_mode_has_a_row_and_plain_modes_have_none() -> None:
    run = run_of(
        ("graph", 0.002, 0.5), ("eager", 0.009, None), ("xla", 0.001, 1.0), framework="keras"
    )
    (row,) = rows(run)
    assert (row.mode, row.plain) == ("xla", "graph")
    run = run_of(("compile", 0.002, 0.5), ("eager", 0.009, None), ("aot_eager", 0.008, 1.0))
    assert [row.mode for row in rows(run)] == ["compile", "aot_eager"]


@pytest.mark.parametrize(
    ("framework", "plain"), [("torch", "eager"), ("keras", "graph"), ("jax", "eager")]
)
def test_the_plain_mode_has_its_name_before_it_was_measured(framework: str, plain: str) -> None:
    (row,) = rows(Run(header(framework)))
    assert (row.plain, row.why_not) == (plain, "no step time was measured yet")


def test_an_unknown_framework_has_no_row() -> None:
    run = Run(header("torch"))
    run.lanes["torch"].framework = "other"
    assert rows(run) == ()


def test_compilations_for_another_batch_size_are_not_counted() -> None:
    run = Run(header("torch"))
    for first, mode in ((1, "eager"), (11, "compile")):
        run.apply(
            ModeChanged(lane="torch", at=1.0, mode=mode, previous="", step=first - 1, seconds=0.0)
        )
        run.apply(Compiled(lane="torch", at=1.0, mode="compile", step=first, seconds=5.0))
        run.apply(steps("torch", first, [1.0] * 10, seconds=0.001))
    run.apply(SettingsChanged(lane="torch", at=2.0, step=20, learning_rate=0.1, batch_size=256))
    run.apply(Compiled(lane="torch", at=2.0, mode="compile", step=21, seconds=2.0))
    run.apply(steps("torch", 21, [1.0] * 10, seconds=0.001))
    (row,) = rows(run)
    assert row.compile_seconds == 2.0
