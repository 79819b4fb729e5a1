"""Dynamo's texts as words for people: why a graph broke, and why something is compiled again.

Object addresses say nothing to anybody, and nothing twice: they are left out everywhere. What is too long
loses the end that matters less: of a sentence the last words, of an attribute the names it hangs from.
"""

from __future__ import annotations

import re

LONGEST = 200
LONGEST_NAME = 80

_ADDRESS = re.compile(r"( at)? 0x[0-9a-fA-F]{5,}|(?<![\d.])\d{12,}\b")
_EXPLANATION = re.compile(
    r"^\s*Explanation:\s*(.*?)(?=^\s*Hint:|^\s*Developer debug|^\s*$|\Z)", re.S | re.M
)
_COMPILE_ID = re.compile(r"^\[?\d+/\d+(_\d+)?\]?: ")
_HINT = re.compile(r"\s*\(HINT:.*", re.S)
_PLACE = re.compile(r"([^\s/\\]+:\d+)(?: in ([\w<>]+))?")
_MISMATCH = re.compile(
    r"tensor '(?P<name>.*?)' (?P<what>.*?) mismatch(?P<where>.*?)\.\s*expected (?P<before>.*?), "
    r"actual (?P<now>.*)"
)
_OBJECT = re.compile(r"^___check_(?P<how>obj|type)_id\((?P<name>.+?), [^,]*\)")
_IN = re.compile(r"\._(?:modules|parameters|buffers)\['([^']*)'\]")
_KEPT = re.compile(r"\b___stack\d+\b")
"""What Dynamo carries from before a graph break to after it."""
_ROOT = re.compile(r"\b[GL]\['([^']*)'\]")


def why_broken(text: str) -> str:
    """The reason of a graph break: Dynamo's explanation, or else its first line."""
    found = _EXPLANATION.search(text)
    first = next((line for line in text.splitlines() if line.strip()), "")
    return shortened(_plain(found[1] if found and found[1].strip() else first))


def why_again(text: str) -> str:
    """The reason of a compilation that was done before: the guard that does not hold any more."""
    text = _HINT.sub("", _COMPILE_ID.sub("", text.strip()))
    if "BACKEND_MATCH" in text:
        return "another backend"
    guard, *comments = re.split(r"\s+# ", text)
    place = _PLACE.search(comments[-1]) if comments else None
    what = _guard(" ".join(guard.split()))
    function = own_name(place[2]) if place and place[2] else ""
    where = f" ({place[1]}{f' in {function}' if function else ''})" if place else ""
    return shortened(_plain(what), LONGEST - len(where)) + where


def shortened(text: str, longest: int = LONGEST) -> str:
    """A sentence without its last words where it is too long."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def _guard(guard: str) -> str:
    if found := _MISMATCH.search(guard):
        return (
            f"tensor '{_name(found['name'])}' has another {found['what']}{found['where']}: "
            f"{found['now'].strip()}, not {found['before']}"
        )
    if found := _OBJECT.match(guard):
        kind = "object" if found["how"] == "obj" else "type"
        return f"{_name(found['name'])} is another {kind}"
    if guard.startswith("GLOBAL_STATE changed:"):
        return f"another state of torch: {guard.partition(':')[2].strip()}"
    if " " in guard.split("==")[0].strip():
        return _sources(guard)
    return f"{_name(guard)} does not hold any more"


def own_name(function: str) -> str:
    """The name that a person gave a function: what follows a graph break is one of Dynamo's names."""
    found = re.fullmatch(r"torch_dynamo_resume_in_(.+)_at_\d+", function)
    return own_name(found[1]) if found else function


def _name(name: str) -> str:
    name = _sources(name)
    return name if len(name) <= LONGEST_NAME else "…" + name[1 - LONGEST_NAME :]


def _sources(text: str) -> str:
    """Guards' sources as one would write them: `L['self']._modules['a'].weight` is `self.a.weight`."""
    return _KEPT.sub("a value", _ROOT.sub(r"\1", _IN.sub(r".\1", text)))


def _plain(text: str) -> str:
    return " ".join(_ADDRESS.sub("", text).split())
