"""What is concluded: in words that hold, the same wherever a run is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engines.events import AnyEvent
from engines.replay.fold import Fold
from engines.replay.goals import AtPlace
from engines.report.made import make_report
from engines.report.markdown import markdown_page
from engines.run.conclusions import conclusions, pace_sentence, work_sentence
from engines.run.pace_words import pace_text
from engines.run.parity import EARLY
from engines.run.run import Run
from engines.run.same_work import SameWork, same_work
from engines.run.summary import summarise
from engines.run.turn_ratio import TurnRatio
from engines.runlog.cursor import LogCursor
from tests.engines.logs import indexed
from tests.engines.run.test_break_even import run_of
from tests.engines.run.turns import race
from tests.engines.same_run import assert_same
from tests.engines.streams import header, steps
from tests.engines.written import write_log
from tui.plain.summary_table import summary_table

RATIOS = {"torch": 1.0, "keras": 1.0, "jax": 0.7}


def raced() -> list[AnyEvent]:
    return list(race(RATIOS, 40, common=0.2, own=0.02))


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (TurnRatio(40, 1.02, 0.98, 1.06), "1.02x slower (0.98-1.06: no difference)"),
        (TurnRatio(40, 1 / 1.45, 1 / 1.49, 1 / 1.41), "1.45x faster (1.41-1.49)"),
        (TurnRatio(40, 0.99, 0.97, 1.01), "1.01x faster (0.99-1.03: no difference)"),
        (TurnRatio(200, 1.006, 1.002, 1.009), "1.006x slower (1.002-1.009)"),
        (TurnRatio(40, 12.34, 11.9, 12.8), "12.3x slower (11.9-12.8)"),
        (TurnRatio(40, 123.4, 120.0, 128.2), "123x slower (120-128)"),
        (TurnRatio(9, 1.4, 1.0, 1.9), "not to be said yet (9 turns, 1.00-1.90)"),
        (TurnRatio(1, 1.4), "not to be said yet (1 turn)"),
        (TurnRatio(0), "not to be said yet (0 turns)"),
    ],
)
def test_pace_is_told_with_its_interval_and_certainty(told: TurnRatio, text: str) -> None:
    assert pace_text(told) == text


@pytest.mark.parametrize(
    ("gaps", "word"),
    [
        ([], SameWork.NOT_YET),
        ([0.0], SameWork.SAME),
        ([5e-5] * 300, SameWork.SAME),
        ([1e-6] * EARLY + [0.3], SameWork.SAME_AT_FIRST),
        ([1e-6, 0.3], SameWork.OTHER),
        ([None, 1e-6], SameWork.FAILED),
    ],
)
def test_work_is_the_same_if_the_first_steps_are(gaps: list[float | None], word: str) -> None:
    run = Run(header("torch", "jax"))
    for n, gap in enumerate(gaps, 1):
        run.apply(steps("torch", n, [1.0]))
        run.apply(steps("jax", n, [None if gap is None else 1.0 + gap]))
    assert same_work(run, "jax") == word
    told = work_sentence(run)
    assert ("same work:" in told) == (word == SameWork.SAME)
    assert (str(word) in told) == (word != SameWork.SAME)


@pytest.mark.parametrize(
    ("precision", "gap", "word"),
    [
        ("float32", 2e-4, SameWork.OTHER),
        ("tf32", 2e-4, SameWork.SAME),
        ("tf32", 0.02, SameWork.OTHER),
        ("bf16", 0.02, SameWork.SAME),
        ("bf16", 0.2, SameWork.OTHER),
        ("fp4", 0.02, SameWork.SAME),
    ],
)
def test_each_precision_has_a_bound_of_its_own(precision: str, gap: float, word: str) -> None:
    run = Run(header("torch", "jax", precision=precision))
    run.apply(steps("torch", 1, [1.0]))
    run.apply(steps("jax", 1, [1.0 + gap]))
    assert same_work(run, "jax") == word
    if word == SameWork.SAME:
        assert work_sentence(run).endswith(f"may be in {precision})")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.001, "2 s (0.5 s of it to load the compiler): beside eager "),
        (0.003, ": never paid back"),
        (0.002, ": no difference), one after the other"),
    ],
)
def test_compiling_is_told_with_its_cost_and_what_it_brings(seconds: float, words: str) -> None:
    run = run_of(("eager", 0.002, None), ("compile", seconds, 1.5), switch=0.5)
    (told,) = conclusions(run)
    assert told.startswith("compiling torch+compile cost 2 s")
    assert words in told
    assert ("paid back after" in told) == (seconds == 0.001)
    assert summarise(run, None)["compiling"][0]["loading_seconds"] == 0.5


def test_a_lane_alone_concludes_nothing_of_others() -> None:
    assert conclusions(Run(header("torch"))) == ()


def test_every_reader_of_a_run_concludes_the_same(tmp_path: Path) -> None:
    live = Run(header(*RATIOS))
    for event in raced():
        live.apply(event)
    told = summarise(live, None)
    log = write_log(tmp_path / "a.fwdash.jsonl", *raced(), head=header(*RATIOS))
    cursor = LogCursor(log)
    replayed = Fold(cursor)
    replayed.index = indexed(log, cursor)
    replayed.start(AtPlace(1 << 30), 10, 0)
    replayed.advance(AtPlace(1 << 30), float("inf"))
    assert_same(replayed.run, live)
    assert summarise(replayed.run, None) == told
    assert json.loads(json.dumps(told))["pace"]["lanes"]["jax"]["verdict"] == "faster"
    last = told["conclusions"][-1]
    assert last == pace_sentence(live)
    assert summary_table(told).splitlines()[-1] == last
    page, _ = markdown_page(make_report([log]), "charts")
    first = next(line for line in page.splitlines() if line.startswith("Pace "))
    assert pace_text(live.pace["jax"].beside("eager", "eager")) in first
    assert page.index(first) < page.index("### Lanes")
