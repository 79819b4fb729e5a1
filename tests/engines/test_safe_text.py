"""Texts from elsewhere, shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.safe_text import printable, printable_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("race 2, größer 漢字 🙂", "race 2, größer 漢字 🙂"),
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\nfwdash: b\t\r\x9b", r"a\nfwdash: b\t\r\x9b"),
        ("a\u202egpj.b\u2066", r"a\u202egpj.b\u2066"),
        ("a\u2028b\U000e0041", r"a\u2028b\U000e0041"),
        ("5\u00a0%\u202f\u3000x", "5\u00a0%\u202f\u3000x"),
        ("a\udcffb\ud800", r"a\xffb\ud800"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters()))
def test_all_that_is_shown_can_be_seen_and_encoded(text: str) -> None:
    shown = printable(text)
    assert all(one.isprintable() or unicodedata.category(one) == "Zs" for one in shown)
    assert printable(shown) == shown
    shown.encode()


def test_lines_stay_lines() -> None:
    assert printable_lines("a\tb\x1b[2J\nc\r\n") == "a   b\\x1b[2J\nc\\r\n"
