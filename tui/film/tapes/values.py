"""The values in a tape's lines: words with and without quotes, times, numbers, and the nearest word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engines.slip import meant
from tui.film.tapes.words import COMMANDS, SETTINGS

LONGEST = 24 * 3600.0
"""No tape sleeps longer, in seconds."""
_TOKEN = re.compile(r"""\s+|\#.*|"[^"]*"|'[^']*'|`[^`]*`|/(?:\\.|[^/\\])*/(?=\s|$)|[^\s"'`]+""")
_TIME = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(ms|s|m)?")


class Wrong(Exception):
    """What is wrong with a line."""


def tokens(line: str) -> Iterator[str]:
    """The words, quotes, patterns, blanks and the comment of a line."""
    at = 0
    while at < len(line):
        found = _TOKEN.match(line, at)
        if found is None:
            raise Wrong(f"a quote is not closed: {line[at:].strip()}")
        at = found.end()
        yield found[0]


def one_word(what: str, words: list[str]) -> str:
    """The next word, without its quotes."""
    if not words:
        raise Wrong(f"expected {what}, and the line ends")
    word = words.pop(0)
    return word[1:-1] if word[0] in "\"'`" and len(word) > 1 else word


def one_time(text: str, after: str = "") -> float:
    """Seconds; a number without a unit is seconds, as in vhs."""
    found = _TIME.fullmatch(text)
    where = f" after {after}" if after else ""
    if found is None:
        raise Wrong(f"{text!r}{where} is no time; write 500ms, 2s or 1m")
    seconds = float(found[1]) * {"ms": 0.001, "m": 60.0}.get(found[2] or "s", 1.0)
    if seconds > LONGEST:
        raise Wrong(f"{text!r}{where} is longer than a day")
    return seconds


def one_number(text: str, least: float, most: float, what: str, *, whole: bool = False) -> float:
    """A number between two bounds; `what` says which they are."""
    try:
        number = int(text) if whole else float(text)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise Wrong(f"expected {what}, not {text!r}")
    return number


def near(word: str, known: Iterable[str]) -> str:
    """The hint for a word that is not known."""
    words = list(known)
    lower = {name.lower(): name for name in reversed(words)}
    found = meant(word, lower)
    if found:
        return f"perhaps {lower[found]!r}"
    shown = [name for name in words if name in COMMANDS or name in SETTINGS] or words
    return f"known are {', '.join(shown[:14])}"
