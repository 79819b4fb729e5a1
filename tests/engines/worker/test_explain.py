"""From an exception to one sentence."""

from __future__ import annotations

import pytest

from engines.errors import UsageError
from engines.worker.explain import LONGEST, explain


class InvalidCxxCompiler(Exception):
    """Stands for inductor's own."""


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
