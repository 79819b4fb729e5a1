"""Python in colour: every letter stays, and each kind of word has its role."""

from __future__ import annotations

from pathlib import Path

import pytest

from widgets import python_lines as module
from widgets.python_lines import python_lines


def text_of(text: str) -> list[str]:
    return ["".join(piece.text for piece in line) for line in python_lines(text)]


def roles(text: str) -> dict[str, str]:
    return {piece.text.strip(): piece.role for line in python_lines(text) for piece in line}


def test_every_letter_stays() -> None:
    text = Path(module.__file__).read_text(encoding="utf-8")
    assert text_of(text) == text.splitlines()


@pytest.mark.parametrize(
    "text", ["", "\n\n", "def (", "'''open", "a\tb\n  c\n d", "\x0cx = 1", "x = '宽'"]
)
def test_text_that_is_no_python_is_shown_as_it_is(text: str) -> None:
    assert text_of(text) == text.splitlines()


def test_kinds_of_words_have_their_roles() -> None:
    found = roles('@cached\ndef step(x):\n    return 2 * f"a{x}b"  # twice\n')
    assert found["step"] == found["cached"] == "code-name"
    assert found["def"] == found["return"] == "code-keyword"
    assert found["2"] == "code-number"
    assert found["# twice"] == "code-comment"
    assert any(role == "code-string" for role in found.values())


def test_a_text_over_several_lines_is_one_string() -> None:
    lines = python_lines('x = """one\ntwo\nthree"""\n')
    assert [line[-1].role for line in lines] == ["code-string"] * 3
