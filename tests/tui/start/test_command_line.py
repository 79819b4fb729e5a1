"""The command line that the form shows asks for the same plan."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.device import Gpu, Machine
from engines.errors import UsageError
from engines.lane import MODES, Lane
from engines.optimization import OPTIMIZER_SETTINGS, defaults_for
from engines.recipe import PlannedChange, Settings
from engines.run.run import Run
from engines.run.summary import summarise
from engines.run_plan import RunPlan
from tests.tui import scripted
from tui.cli import main
from tui.commands.run import run
from tui.screens.start_form_rows import OF_OPTIMIZER, SETTINGS
from tui.start.checked_plan import make_plan
from tui.start.command_line import command_line, request_of, short, without_defaults
from tui.start.draft import another_lane, draft_of, read_draft
from tui.start.run_options import OPTIONS
from tui.start.run_request import RunRequest

MACHINE = Machine(
    "Example CPU", tuple(range(8)), 1 << 34, (Gpu("cuda:0", "Example GPU", "a", None),)
)


class Caught(Exception):
    """The plan that a command line came to."""


@pytest.fixture(autouse=True, scope="module")
def caught() -> Iterator[None]:
    """Have the real command hand its plan over instead of starting it."""

    def catch(plan: RunPlan, *_: object, **__: object) -> None:
        raise Caught(plan)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.sources.live.Live", catch)
        patch.setattr("tui.terminal.require_terminal", lambda: None)
        patch.setattr("engines.device.find_machine", lambda: MACHINE)
        yield


def planned(line: str) -> RunPlan:
    """What the real command makes of a line."""
    program, *arguments = shlex.split(line)
    assert program == "fwdash"
    told = CliRunner().invoke(main, arguments)
    assert isinstance(told.exception, Caught), told.output
    plan = told.exception.args[0]
    assert isinstance(plan, RunPlan)
    return plan


LANE = st.sampled_from(list(MODES)).flatmap(
    lambda framework: st.builds(
        Lane,
        st.just(framework),
        st.sampled_from(["cpu", "cpu:0", "cpu:2-5", "cpu:1,3", "cuda:0", "cuda"]),
        st.sampled_from(list(MODES[framework])),
    )
)
RATE = st.floats(1e-9, 1e6, allow_nan=False)
ASKED = st.builds(
    RunRequest,
    lanes=st.lists(LANE, min_size=1, max_size=6, unique_by=short).map(
        lambda lanes: tuple(map(short, lanes))
    ),
    workload=st.sampled_from(["digits-mlp", "digits-cnn"]),
    optimizer=st.none() | st.sampled_from(["sgd", "rmsprop", "adam"]),
    weight_decay=st.none() | st.floats(0, 1e6),
    clip_norm=st.none() | st.floats(0, 1e6),
    lr_schedule=st.sampled_from([None, "constant"]),
    learning_rate=st.none() | RATE,
    batch_size=st.none() | st.integers(1, 1437),
    seed=st.integers(0, 2**40),
    steps=st.none() | st.integers(1, 10**12),
    schedule=st.sampled_from(["turns", "free"]),
    turn_seconds=st.integers(1, 10**7).map(lambda number: number / 100 / 1000),
    sync_every=st.integers(1, 10**6),
    evaluate_every=st.integers(1, 10**6),
    label_smoothing=st.floats(0, 0.99),
    evaluate_batch=st.none() | st.integers(1, 10**6),
    precision=st.sampled_from(["float32", "tf32", "bf16"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ASKED)
def test_the_line_shown_makes_the_same_plan_with_the_real_command(request: RunRequest) -> None:
    plan = make_plan(request, MACHINE)
    reading = read_draft(draft_of(request), MACHINE)
    assert reading.problems == {}
    assert reading.request == request
    assert planned(command_line(request)) == plan
    assert planned(command_line(request_of(plan.recipe))) == plan


def test_changes_are_carried_and_defaults_are_not_written() -> None:
    asked = RunRequest(steps=500, changes=("100:torch=compile", "200:jax=eager"), turn_seconds=0.05)
    line = command_line(asked, ("--no-log",))
    assert line == (
        "fwdash run --steps 500 --turn-ms 50 --change 100:torch=compile "
        "--change 200:jax=eager --no-log"
    )
    assert planned(line).recipe.changes == (
        PlannedChange(lane="torch", step=100, mode="compile"),
        PlannedChange(lane="jax", step=200, mode="eager"),
    )
    assert command_line(RunRequest()) == "fwdash run"


def test_what_the_workload_gives_by_itself_is_not_written() -> None:
    from engines.workloads.check import check

    plan = make_plan(RunRequest(), MACHINE)
    assert plan.recipe.batch_size == 64
    asked = without_defaults(request_of(plan.recipe), check("digits-mlp", ("torch",)))
    assert asked == RunRequest()


@pytest.mark.parametrize(
    "words",
    [
        ("--optimizer sgd", "--momentum 0.5", "--nesterov", "--clip-norm 1"),
        ("--optimizer adamw", "--weight-decay 0"),
        ("--optimizer rmsprop", "--momentum 0.9", "--warmup 7"),
        ("--steps 50", "--lr-schedule cosine", "--warmup 5"),
    ],
)
def test_what_is_asked_of_the_optimizer_is_asked_for_again(words: tuple[str, ...]) -> None:
    plan = planned(f"fwdash run {' '.join(words)}")
    again = command_line(request_of(plan.recipe))
    assert planned(again) == plan
    assert all(word in again for word in words)


@pytest.mark.parametrize(
    ("words", "field", "why"),
    [
        ("--optimizer adam --momentum 0.5", "momentum", "sgd and rmsprop have"),
        ("--momentum 1", "momentum", "below 1"),
        ("--optimizer adam --nesterov", "nesterov", "for sgd, not for adam"),
        ("--momentum 0 --nesterov", "nesterov", "above 0"),
        ("--lr-schedule cosine", "lr_schedule", "add --steps"),
        ("--warmup 50 --steps 50", "warmup", "never ends in a run of 50"),
        ("--optimizer adam-keras --clip-norm 1", "clip_norm", "take adam for this"),
        ("--label-smoothing 1", "label_smoothing", "from 0 to below 1"),
    ],
)
def test_what_does_not_go_together_is_said_at_its_field(words: str, field: str, why: str) -> None:
    from engines.workloads.check import check

    told = CliRunner().invoke(main, ["run", *words.split()])
    assert told.exit_code == 2
    assert why in told.output
    given = run.make_context("run", words.split()).params
    request = RunRequest(**{name: given[name] for name in OPTIONS})
    reading = read_draft(draft_of(request), MACHINE, check("digits-mlp", ("torch",)))
    assert list(reading.problems) == [field]
    assert why in reading.problem


def test_what_a_workload_gives_is_for_optimizers_that_have_it() -> None:
    given = {"momentum": 0.5, "nesterov": True, "weight_decay": 0.1, "warmup": 3}
    assert defaults_for("sgd", given) == given | {"clip_norm": 0.0, "lr_schedule": "constant"}
    of_adam = defaults_for("adam", given)
    assert (of_adam["momentum"], of_adam["nesterov"], of_adam["warmup"]) == (None, False, 3)
    assert defaults_for("adamw", {})["weight_decay"] == 0.01
    assert not any(defaults_for("adam-keras", given)[name] for name in given)


def test_a_path_is_quoted_for_the_shell() -> None:
    line = command_line(RunRequest(workload="/tmp/my work's.py"))
    assert shlex.split(line)[-1] == "/tmp/my work's.py"


def test_each_option_has_the_default_of_its_field() -> None:
    given = run.make_context("run", []).params
    assert RunRequest(**{name: given[name] for name in OPTIONS}) == RunRequest()


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("seed", "-1", "-1 is too small: the least is 0"),
        ("seed", "many", "'many' is no whole number"),
        ("learning_rate", "0", "greater than 0."),
        ("learning_rate", "nan", "greater than 0."),
        ("turn_seconds", "inf", "greater than 0."),
        ("batch_size", "0", "0 is too small: the least is 1"),
        ("seed", str(2**63), "is too large: the most is 9223372036854775807"),
        ("learning_rate", "much", "'much' is no number"),
        ("turn_seconds", "long", "'long' is no number"),
        ("momentum", "-0.1", "0 or more."),
        ("weight_decay", "inf", "0 or more."),
        ("clip_norm", "much", "'much' is no number"),
        ("warmup", "-1", "the least is 0"),
        ("nesterov", "perhaps", "'perhaps' is not a valid boolean"),
        ("lr_schedule", "cosin", "Did you mean 'cosine'"),
        ("precision", "fp8", "Unknown precision 'fp8'"),
        ("changes", "soon", "write STEP:LANE=MODE"),
        ("changes", "5:torch=fast", "Unknown torch mode 'fast'"),
    ],
)
def test_a_wrong_field_says_why_in_one_sentence(name: str, text: str, why: str) -> None:
    draft = draft_of(RunRequest())
    reading = read_draft(type(draft)(draft.lanes, {name: text}), MACHINE)
    assert list(reading.problems) == [name]
    assert why in reading.problem
    assert reading.problem.endswith(".")


def test_lanes_are_held_against_the_machine_and_one_another() -> None:
    lanes = (Lane("torch", "cuda:3", "eager"), Lane("jax", "cpu", "jit"), Lane("jax", "", "jit"))
    draft = type(draft_of(RunRequest()))(lanes)
    reading = read_draft(draft, MACHINE)
    assert "cuda:3" in reading.problems["lane:0"]
    assert "stands 2 times" in reading.problems["lane:2"]
    assert "lane:1" not in reading.problems


def test_another_lane_is_one_that_is_not_there_yet() -> None:
    lanes: tuple[Lane, ...] = ()
    for _ in range(6):
        lanes = (*lanes, another_lane(lanes, len(lanes) - 1 if len(lanes) > 3 else None))
    assert len({short(lane) for lane in lanes}) == 6
    with pytest.raises(UsageError, match="6 lanes already"):
        another_lane(lanes)


def test_a_setting_of_the_recipe_is_an_option_a_row_of_the_form_and_a_line_of_the_summary() -> None:
    names = {*Settings.__struct_fields__, *OPTIMIZER_SETTINGS}
    assert names <= set(OPTIONS)
    assert names <= {row.name for row in (*SETTINGS, *OF_OPTIMIZER)}
    run = Run(scripted.header())
    assert names <= set(summarise(run, None)["run"])
    assert names <= set(msgspec.to_builtins(run.header)["recipe"])
