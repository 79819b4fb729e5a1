"""Python source as lines of pieces, each with the role of its kind of word."""

from __future__ import annotations

import io
import keyword
import tokenize

from .line import Line, Piece

DEFINES = ("def", "class")


def python_lines(text: str) -> tuple[Line, ...]:
    """Roles are `code-keyword`, `code-name` (what is defined here), `code-string`, `code-number`,
    `code-comment` and, for all else, `code`; text that is no Python is all `code`."""
    rows = text.splitlines()
    roles = [["code"] * len(row) for row in rows]
    before = ""
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            role = _role(token, before)
            if role != "code":
                _paint(roles, token, role)
            before = token.string if token.string.strip() else before
    except (tokenize.TokenError, SyntaxError):
        pass
    return tuple(_pieces(row, marks) for row, marks in zip(rows, roles, strict=True))


def _role(token: tokenize.TokenInfo, before: str) -> str:
    name = tokenize.tok_name[token.type]
    if name == "COMMENT":
        return "code-comment"
    if name == "NUMBER":
        return "code-number"
    if name == "STRING" or name.startswith("FSTRING"):
        return "code-string"
    if name != "NAME":
        return "code"
    if before in DEFINES or before == "@":
        return "code-name"
    return "code-keyword" if keyword.iskeyword(token.string) else "code"


def _paint(roles: list[list[str]], token: tokenize.TokenInfo, role: str) -> None:
    """Mark the cells of a token, which may go over several lines."""
    (first, start), (last, end) = token.start, token.end
    for row in range(first, min(last, len(roles)) + 1):
        left = start if row == first else 0
        right = end if row == last else len(roles[row - 1])
        for at in range(left, min(right, len(roles[row - 1]))):
            roles[row - 1][at] = role


def _pieces(row: str, roles: list[str]) -> Line:
    """Runs of one role as one piece each."""
    pieces: list[Piece] = []
    begin = 0
    for at in range(1, len(row) + 1):
        if at == len(row) or roles[at] != roles[begin]:
            pieces.append(Piece(row[begin:at], roles[begin]))
            begin = at
    return tuple(pieces)
