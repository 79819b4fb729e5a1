"""Break-even: what a compilation cost over what each step wins, and why nothing can be said."""

from __future__ import annotations

import pytest

from engines.events import Compiled, ModeChanged, SettingsChanged
from engines.run.break_even import break_even, steps_to_break_even
from engines.run.lane_state import LaneState
from engines.run.run import Run
from tests.engines.streams import header, steps


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


def lane_of(*happened: tuple[str, float, float | None], framework: str = "torch") -> LaneState:
    """A lane that ran in (mode, seconds a step, compile seconds or None) one after another."""
    run = Run(header(framework))
    first = 1
    for mode, seconds, took in happened:
        changed = ModeChanged(
            lane=framework, at=1.0, mode=mode, previous="", step=first - 1, seconds=0.0
        )
        run.apply(changed)
        if took is not None:
            run.apply(Compiled(lane=framework, at=1.0, mode=mode, step=first, seconds=took))
        if seconds:
            run.apply(steps(framework, first, [1.0] * 10, seconds=seconds))
            first += 10
    return run.lanes[framework]


def test_a_faster_mode_pays_for_itself() -> None:
    (row,) = break_even(lane_of(("eager", 0.003, None), ("compile", 0.001, 2.0)))
    assert (row.mode, row.plain, row.why_not) == ("compile", "eager", "")
    assert row.steps == pytest.approx(1000, rel=2e-3)
    assert row.slower is None


def test_every_compilation_of_the_mode_counts() -> None:
    lane = lane_of(("eager", 0.003, None), ("compile", 0.001, 2.0), ("compile", 0.001, 2.0))
    (row,) = break_even(lane)
    assert row.compile_seconds == 4.0
    assert row.steps == pytest.approx(2000, rel=2e-3)


def test_a_slower_mode_never_does() -> None:
    (row,) = break_even(lane_of(("eager", 0.001, None), ("compile", 0.00125, 2.0)))
    assert row.steps is None
    assert row.slower == pytest.approx(0.25, abs=2e-3)


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
    (row,) = break_even(lane_of(*happened))
    assert row.why_not == why
    assert row.steps is None
    assert row.slower is None


def test_each_compiled_mode_has_a_row_and_plain_modes_have_none() -> None:
    lane = lane_of(
        ("graph", 0.002, 0.5), ("eager", 0.009, None), ("xla", 0.001, 1.0), framework="keras"
    )
    (row,) = break_even(lane)
    assert (row.mode, row.plain) == ("xla", "graph")
    lane = lane_of(("compile", 0.002, 0.5), ("eager", 0.009, None), ("aot_eager", 0.008, 1.0))
    assert [row.mode for row in break_even(lane)] == ["compile", "aot_eager"]


def test_an_unknown_framework_has_no_row() -> None:
    run = Run(header("torch"))
    run.lanes["torch"].framework = "other"
    assert break_even(run.lanes["torch"]) == ()


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
    (row,) = break_even(run.lanes["torch"])
    assert row.compile_seconds == 2.0
