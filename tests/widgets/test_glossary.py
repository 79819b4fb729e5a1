"""Words are found where they stand, the longest of them, and never within other words."""

from __future__ import annotations

import pytest

from widgets.glossary import WORDS, word_at, words_in


def names(text: str, *, chart: bool = False) -> list[str]:
    return [word.name for _, _, word in words_in(text, chart=chart)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (" same losses as T torch   K keras 5.2e-6 at step 1,245", ["same losses"]),
        (" parity to T torch", ["same losses"]),
        ("device time  17.2 s  p90  n/a", ["device time", "p90, p99", "n/a"]),
        ("8.21 s cold (2nd)", ["cold, cached"]),
        ("not to be said: all lanes run at once", []),
        ("graphs eagerly recompile torch+eager examples/step", []),
        (" not to be said yet (1.45x faster as jit to eager)", ["pace", "modes", "modes"]),
    ],
)
def test_words_stand_for_themselves_alone(text: str, told: list[str]) -> None:
    assert names(text) == told


def test_words_of_charts_are_no_words_elsewhere() -> None:
    assert names("all lanes") == []
    assert names("loss  ~5.39e-5   one y-scale  all", chart=True) == [
        "~, dim band",
        "one y-scale",
        "all, frozen",
    ]


def test_a_word_is_where_its_letters_are() -> None:
    text = "  step time  803 us"
    told = [word_at(text, at) for at in range(len(text))]
    assert [one.name if one else "" for one in told] == ["", "", *["step time"] * 9, *[""] * 8]


def test_no_two_words_stand_for_the_same() -> None:
    written = [form for word in WORDS for form in word.written]
    assert len(set(written)) == len(written)
