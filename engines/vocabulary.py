"""Words of the stream that form a fixed list, each with a sentence that says what it means.

Events and states hold plain words: a newer fwdash may have some that this one does not know.
"""

from __future__ import annotations

from enum import StrEnum


class Vocabulary(StrEnum):
    """Base of such lists: a member is `NAME = word, sentence`."""

    sentence: str

    def __new__(cls, word: str, sentence: str) -> Vocabulary:
        made = str.__new__(cls, word)
        made._value_ = word
        made.sentence = sentence
        return made

    @classmethod
    def sentence_of(cls, word: str) -> str:
        """What a word means; empty for one that is not in the list."""
        return next((each.sentence for each in cls if each == word), "")
