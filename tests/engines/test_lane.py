"""The lane grammar."""

from __future__ import annotations

import pytest

from engines.errors import UsageError
from engines.lane import DEFAULT_MODE, MODES, Lane, in_mode, name_lanes, parse_lane, toggled


@pytest.mark.parametrize(
    ("text", "lane"),
    [
        ("torch", Lane("torch", "cpu", "eager")),
        ("keras@cuda:1+xla", Lane("keras", "cuda:1", "xla")),
        ("jax@cpu:0-1+eager", Lane("jax", "cpu:0-1", "eager")),
        ("jax+jit", Lane("jax", "cpu", "jit")),
        ("PyTorch", Lane("torch", "cpu", "eager")),
        ("torch+reduce-overhead", Lane("torch", "cpu", "reduce-overhead")),
    ],
)
def test_reads_what_the_design_writes(text: str, lane: Lane) -> None:
    assert parse_lane(text) == lane


@pytest.mark.parametrize("framework", MODES)
def test_a_lane_starts_in_its_frameworks_default_mode(framework: str) -> None:
    assert parse_lane(framework).mode == DEFAULT_MODE[framework]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("troch", "Did you mean 'torch'"),
        ("torch+complie", "Did you mean 'compile'"),
        ("torch+xla", "Known: eager"),
        ("", "FRAMEWORK[@DEVICE][+MODE]"),
        ("@cpu", "FRAMEWORK[@DEVICE][+MODE]"),
        ("torch@", "FRAMEWORK[@DEVICE][+MODE]"),
    ],
)
def test_a_mistake_says_what_would_work(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_lane(text)
    assert said in str(caught.value)


def test_lanes_are_named_after_their_framework_or_their_text() -> None:
    texts = ["torch+eager", "torch+compile", "jax"]
    specs = name_lanes([parse_lane(text) for text in texts], texts)
    assert [spec.id for spec in specs] == ["torch+eager", "torch+compile", "jax"]


@pytest.mark.parametrize("texts", [["torch", "torch"], [], ["jax"] * 7])
def test_impossible_sets_of_lanes_are_refused(texts: list[str]) -> None:
    with pytest.raises(UsageError):
        name_lanes([parse_lane(text) for text in texts], texts)


def test_the_toggle_goes_to_the_compiled_mode_and_back() -> None:
    for framework in MODES:
        compiled = toggled(framework, DEFAULT_MODE[framework])
        assert compiled in MODES[framework]
        assert toggled(framework, toggled(framework, compiled)) == compiled


@pytest.mark.parametrize(
    ("lane", "mode", "told"),
    [
        ("torch", "eager", "torch+eager"),
        ("torch+eager", "eager", "torch+eager"),
        ("torch+eager", "compile", "torch+eager in compile"),
        ("torch@cpu:1", "compile", "torch@cpu:1+compile"),
    ],
)
def test_a_lane_whose_id_says_its_mode_does_not_say_it_twice(
    lane: str, mode: str, told: str
) -> None:
    assert in_mode(lane, mode) == told
