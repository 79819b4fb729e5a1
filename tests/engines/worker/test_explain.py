"""From an exception to one sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engines.errors import UsageError
from engines.worker.explain import LONGEST, explain, print_error
from engines.workloads.own_file import MODULE, import_file


class InvalidCxxCompiler(Exception):
    """Stands for inductor's own."""


def test_an_error_of_the_workload_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "own.py"
    file.write_text(
        "def good(): pass\ndef bad():\n    assert 1 == 2\ndef odd():\n    raise KeyError('w')\n"
    )
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setitem(sys.modules, MODULE, sys)  # so that it is as before afterwards
    own = import_file(file)
    for call, told in (
        (own.bad, "own.py, line 3: AssertionError at: assert 1 == 2"),
        (own.odd, "own.py, line 5: KeyError: 'w'"),
    ):
        with pytest.raises(Exception) as caught:  # noqa: PT011
            call()
        assert explain(caught.value) == told
    assert explain(ValueError("elsewhere")) == "ValueError: elsewhere"


def test_what_is_printed_for_the_log_has_no_colours_and_ends_with_the_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error = ValueError("\x1b[1mthe cause\x1b[0m")
    error.add_note(
        "--------------------\nFor simplicity, JAX has removed its internal frames from ..."
    )
    print_error(error)
    assert capsys.readouterr().err == "ValueError: the cause\n"


def test_our_own_words_stay_as_they_are() -> None:
    assert explain(UsageError("Do this instead.")) == "Do this instead."


def test_a_known_cause_is_named_even_deep_down() -> None:
    error = RuntimeError("backend failed")
    error.__cause__ = InvalidCxxCompiler("no compiler found")
    assert "install g++" in explain(error)


@pytest.mark.parametrize(
    "error", [ValueError("first\nsecond"), ValueError(), ValueError("x" * 900)]
)
def test_anything_is_one_line(error: Exception) -> None:
    sentence = explain(error)
    assert sentence.startswith("ValueError")
    assert "\n" not in sentence
    assert len(sentence) <= LONGEST
