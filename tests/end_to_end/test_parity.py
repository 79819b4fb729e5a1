"""The same work: real workers on real data stay together to the last bit that floats allow."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.run.read import read_run
from engines.run.summary import summarise
from tests.end_to_end.fwdash import largest_difference, summary_of
from tests.end_to_end.trainings import Trainings


def test_three_frameworks_do_the_same_work(tmp_path: Path) -> None:
    log = tmp_path / "a.fwdash.jsonl"
    summary = summary_of("--steps", "300", "--out", str(log))
    assert [lane["id"] for lane in summary["lanes"]] == ["torch", "keras", "jax"]
    assert [lane["mode"] for lane in summary["lanes"]] == ["eager", "graph", "jit"]
    assert largest_difference(summary) <= 5e-6
    for lane in summary["lanes"]:
        assert lane["steps"] == 300
        assert lane["accuracy"] > 0.95
        assert lane["loss"]["last"] < 0.05 < lane["loss"]["first"]
        times = lane["step_seconds"]
        assert 0 < times["median"] <= times["p90"]
        assert (times["p99"] is None) == (times["samples"] < 100)
        assert times["samples"] > 10
        assert lane["memory"]["peak_rss_bytes"] >= lane["memory"]["peak_own_bytes"] > 50 << 20
        assert lane["memory"]["peak_device_bytes"] is None
        assert lane["seconds_to_first_step"] > 0.1
    compiled = {lane["id"]: [one["mode"] for one in lane["compiles"]] for lane in summary["lanes"]}
    assert compiled == {"torch": [], "keras": ["graph"], "jax": ["jit"]}
    # A replayed log gives the same summary as the live run, to the last digit.
    assert summarise(read_run(log), str(log)) == summary


def test_mode_changes_lose_nothing(trainings: Trainings) -> None:
    changes = [
        "100:torch=aot_eager", "150:torch=compile", "200:torch=eager", "250:torch=compile",
        "100:keras=xla", "200:keras=eager", "210:keras=graph",
        "100:jax=eager", "110:jax=jit",
    ]  # fmt: skip
    summary = trainings.summary_of("--steps", "300", *(f"--change={change}" for change in changes))
    assert largest_difference(summary) <= 2e-5
    torch, keras, jax = summary["lanes"]
    for lane in (torch, keras, jax):
        assert lane["loss"]["last"] < 0.05
    compiles = [(one["mode"], one["step"]) for one in torch["compiles"]]
    assert compiles == [("aot_eager", 101), ("compile", 151)], "a mode seen before costs nothing"
    assert torch["compiles"][1]["backend_seconds"] > 0
    assert isinstance(torch["compiles"][1]["cached"], bool)
    back = [change for change in torch["mode_changes"] if change["step"] in (200, 250)]
    assert all(change["seconds"] < 0.1 for change in back)
    assert [one["mode"] for one in keras["compiles"]] == ["graph", "xla"]
    assert [one["mode"] for one in jax["compiles"]] == ["jit", "eager"]
    assert jax["compiles"][1]["programs"] > 20
    for lane in (torch, keras, jax):
        for one in lane["compiles"]:
            assert one["reason"]
            parts = [one[f"{part}_seconds"] or 0 for part in ("trace", "lower", "backend")]
            assert sum(parts) == pytest.approx(one["seconds"], rel=0.01)
        assert lane["step_seconds"]["left_out_why"]["compile"] >= len(lane["compiles"])


@pytest.mark.parametrize(
    ("workload", "steps", "bound"), [("digits-cnn", 50, 1e-4), ("chars-gpt", 100, 1e-5)]
)
def test_other_workloads_agree_too(
    trainings: Trainings, workload: str, steps: int, bound: float
) -> None:
    summary = trainings.summary_of(
        "--workload", workload, "--steps", str(steps), "--optimizer", "sgd"
    )
    assert largest_difference(summary) <= bound
    for lane in summary["lanes"]:
        assert lane["loss"]["last"] < lane["loss"]["first"]


@pytest.mark.parametrize(
    ("workload", "optimizer"),
    [
        ("digits-mlp", "adam"),
        ("digits-cnn", "adam"),
        ("chars-gpt:tiny", "adam"),
        ("chars-gpt:tiny", "adamw --lr-schedule cosine --warmup 10 --clip-norm 1"),
        ("digits-mlp", "sgd --nesterov --weight-decay 0.001 --lr-schedule step --clip-norm 0.5"),
    ],
)
def test_an_optimizer_is_the_same_in_all_three(
    trainings: Trainings, workload: str, optimizer: str
) -> None:
    asked = ["--workload", workload, "--steps", "100", "--optimizer", *optimizer.split()]
    summary = trainings.summary_of(*asked)
    assert largest_difference(summary) <= 1e-4
    assert [len(lane["compiles"]) for lane in summary["lanes"]] == [0, 1, 1], "none for a new rate"


def test_an_optimizer_is_the_same_in_every_mode(trainings: Trainings) -> None:
    changes = ["20:torch=aot_eager", "20:keras=xla", "40:keras=eager", "45:keras=graph"]
    changes += ["40:jax=eager", "45:jax=jit"]
    summary = trainings.summary_of(
        *("--steps", "60", "--optimizer", "adamw", "--lr-schedule", "linear"),
        *(f"--change={change}" for change in changes),
    )
    assert largest_difference(summary) <= 1e-5


def test_the_adam_of_keras_itself_is_another_optimizer_and_parity_shows_it(
    trainings: Trainings,
) -> None:
    summary = trainings.summary_of("--steps", "100", "--optimizer", "adam-keras")
    differences = summary["parity"]["max_abs_loss_difference"]
    assert differences["jax"] <= 5e-5
    assert differences["keras"] > 1e-4
