"""The words that stand on the screen: what each means, and how one under the pointer is found.

Help prints them, and the bottom line says the one that is pointed at: both from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A word, what it is in short and in full; each in one row of a usual terminal."""

    name: str
    short: str
    full: str
    forms: tuple[str, ...] | None = None
    """How it stands on the screen, if not by its name alone."""
    on_charts: bool = False
    """Whether it stands on charts only, where other words are labels of the axes."""

    @property
    def written(self) -> tuple[str, ...]:
        """All that stands for it on the screen."""
        return (self.name,) if self.forms is None else self.forms


WORDS = (
    Word("lane", "framework, device, mode", "trained by a process of its own", ()),
    Word("same losses", "do all learn the same?", "parity: largest difference to the first lane",
         ("same losses as", "same losses at first as", "same as", "at first as", "parity to",
          "other losses than", "unlike", "parity")),
    Word("turns, free", "one lane at a time, or all", "turns of 200 ms; free is contended, not timed",
         ("turns", "free")),
    Word("pace", "which lane is faster", "ratios turn by turn, with a 95 % interval",
         ("pace to", "pace", "no difference", "not to be said yet", "not yet", "alike")),
    Word("step time", "median, recent", "of samples that nothing disturbed"),
    Word("p90, p99", "nine, 99 of a hundred", "samples are shorter; p99 needs a hundred of them",
         ("p90", "p99")),
    Word("examples/s", "batch size by step time", "what the lane does while it has its device"),
    Word("cpu/step", "CPU time a step", "of the lane's process, all threads"),
    Word("device time", "time on the device", "of that lane itself, compiling included",
         ("device time", "on device")),
    Word("in turns", "training, by turns", "its clock counts those of other lanes too"),
    Word("waiting", "it is another lane's turn", "or a lane is not built yet: no time is counted"),
    Word("test loss", "loss on the test split", "evaluated now and then, outside device time"),
    Word("compile", "the last one", "(2nd), and trace, lower, backend in seconds",
         ("compile", "trace", "lower", "backend")),
    Word("cold, cached", "compiled anew, or", "taken from the framework's disk cache",
         ("cold", "cached")),
    Word("break-even", "when compiling has paid", "steps until its cost is won back",
         ("break-even", "paid back", "paid for", "pays back")),
    Word("modes", "eager runs op by op", "graph, jit, xla, compile run a compiled step",
         ("eager", "graph", "jit", "xla", "reduce-overhead", "max-autotune", "aot_eager", "dynamo",
          "compile-step", "xla-loop", "scan")),
    Word("badge", "the mode", "filled if the step is compiled, hollow if plain", ()),
    Word("contended", "lanes share a device", "no step is timed for as long as they do"),
    Word("disturbed", "by other processes", "they had the lane's cores: chunks left out"),
    Word("~, dim band", "smoothed line, min to max", "of the steps that a point stands for", ("~",)),
    Word("braid", "equal curves", "in the colours of all: z brings one to the front"),
    Word("one y-scale", "all curves on one axis", "or each lane on an axis of its own",
         on_charts=True),
    Word("all, frozen", "all steps, or a stretch", "that was zoomed and moved to by hand",
         ("all", "frozen"), on_charts=True),
    Word("RSS", "memory of the process", "with the files that it maps, shared or not"),
    Word("own mem", "memory of its own", "RSS without the files that it maps", ("own mem", "USS")),
    Word("threads", "of one operation", "as the framework says it computes on the CPU"),
    Word("n/a", "not measured", "or not to be known here; never 0"),
)  # fmt: skip
"""Those that are asked for most come first."""
NAMED = {word.name: word for word in WORDS}


def _pattern(*, charts: bool) -> tuple[re.Pattern[str], dict[str, Word]]:
    of = {form: word for word in WORDS if charts or not word.on_charts for form in word.written}
    # The longest first: "parity to" is not "parity" and something else.
    forms = "|".join(
        re.escape(form) + (r"(?![\w/])" if form[-1].isalnum() else "")
        for form in sorted(of, key=len, reverse=True)
    )
    return re.compile(rf"(?<![\w/+-])(?:{forms})"), of


_TEXT, _OF_TEXT = _pattern(charts=False)
_CHART, _OF_CHART = _pattern(charts=True)


def words_in(text: str, *, chart: bool = False) -> Iterator[tuple[int, int, Word]]:
    """The words in a row of the screen: where each begins and ends, in characters."""
    pattern, of = (_CHART, _OF_CHART) if chart else (_TEXT, _OF_TEXT)
    for found in pattern.finditer(text):
        yield found.start(), found.end(), of[found[0]]


def word_at(text: str, at: int, *, chart: bool = False) -> Word | None:
    """The word at a character of a row of the screen, if one is there."""
    return next(
        (word for start, end, word in words_in(text, chart=chart) if start <= at < end), None
    )
