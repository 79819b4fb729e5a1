"""Every demo says what it is about, and has a file a framework or says why it has none."""

from __future__ import annotations

import ast

import pytest

from engines.demos.catalogue import GROUPS, HERE, MODES, Demo, catalogue, find_demo, variants
from engines.demos.planned import chosen
from engines.demos.snippet import MARK, Snippet
from engines.errors import UsageError

DEMOS = list(catalogue().values())
FILES = [
    pytest.param(demo, framework, id=f"{demo.name}-{framework}")
    for demo in DEMOS
    for framework in demo.frameworks
]


def test_no_folder_is_left_out() -> None:
    there = {file.parent.name for file in HERE.glob("*/*/about.toml")}
    assert there == set(catalogue())
    assert {demo.folder.parent.name for demo in DEMOS} <= set(GROUPS)


@pytest.mark.parametrize("demo", DEMOS, ids=[demo.name for demo in DEMOS])
def test_a_framework_has_a_file_or_a_reason(demo: Demo) -> None:
    for framework in MODES:
        assert (framework in demo.frameworks) != bool(demo.why_impossible(framework))
    known = {
        one for name, modes in MODES.items() for one in (name, *(f"{name}+{m}" for m in modes))
    }
    assert set(demo.about.impossible) <= known


@pytest.mark.parametrize(("demo", "framework"), FILES)
def test_a_bug_is_marked_once_in_each_version_that_has_it(demo: Demo, framework: str) -> None:
    snippet = demo.snippet(framework)
    for version in snippet.versions:
        marks = snippet.source(version).count(MARK)
        assert marks == (0 if version == "fixed" else 1), version
        assert bool(snippet.bug_lines(version)) == (version != "fixed")


@pytest.mark.parametrize(("demo", "framework"), FILES)
def test_a_file_runs_by_itself(demo: Demo, framework: str) -> None:
    tree = ast.parse(demo.path(framework).read_text(encoding="utf-8"))
    imports = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else
                     [alias.name for alias in node.names])
    }  # fmt: skip
    assert "engines" not in imports
    assert isinstance(tree.body[-1], ast.If), "plain python runs the bug"


def test_variants_name_versions_that_there_are() -> None:
    for name, (demo, version) in variants().items():
        assert name not in catalogue()
        versions = {
            one
            for framework in catalogue()[demo].frameworks
            for one in catalogue()[demo].snippet(framework).versions
        }
        assert any(one.startswith(version) for one in versions), name
        assert find_demo(name).name == demo
        assert {cell.spec.version for cell in chosen([name])} <= versions - {"bug", "fixed"}


def test_the_lines_of_a_bug_are_those_of_its_statement(tmp_path: object) -> None:
    snippet = find_demo("nan_forward").snippet("jax")
    (line,) = snippet.bug_lines("bug")
    assert MARK in snippet.text.splitlines()[line - 1]


def test_a_statement_over_several_lines_is_meant_as_a_whole(tmp_path: object) -> None:
    path = HERE.parent.parent / "tests" / "engines" / "demos" / "over_lines.py"
    assert Snippet(path).bug_lines("bug") == {6, 7, 8, 9}
    assert Snippet(path).bug_lines("hunter:one") == {15}


@pytest.mark.parametrize(
    ("names", "frameworks", "modes", "told"),
    [
        (["nan_forwrd"], [], [], "Did you mean 'nan_forward'"),
        (["nan_forward"], ["jx"], [], "Did you mean 'jax'"),
        (["nan_forward"], ["jax"], ["graph"], "Known: eager, jit"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(
    names: list[str], frameworks: list[str], modes: list[str], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        chosen(names, frameworks, modes)
