"""Phases and reasons: one list each, plain words on the wire, told wherever they are explained."""

from __future__ import annotations

from engines.events import Phase, decode_event, encode
from engines.export.columns import TABLES
from engines.left_out import LeftOut
from engines.phases import ENDED, RUNNING, PhaseName, status_of
from engines.report.method import method_part
from engines.vocabulary import Vocabulary


def test_each_word_has_a_sentence_of_its_own() -> None:
    for words in (PhaseName, LeftOut):
        sentences = [word.sentence for word in words]
        assert all(sentences)
        assert len(set(sentences)) == len(sentences)


def test_a_word_of_a_newer_program_is_no_error() -> None:
    event = decode_event(b'{"event":"phase","lane":"torch","at":1.0,"phase":"dreaming"}')
    assert isinstance(event, Phase)
    assert PhaseName.sentence_of(event.phase) == LeftOut.sentence_of("bored") == ""
    assert status_of(event.phase) == RUNNING


def test_a_member_travels_as_its_word() -> None:
    for name in PhaseName:
        event = decode_event(encode(Phase(lane="torch", at=1.0, phase=name)))
        assert isinstance(event, Phase)
        assert type(event.phase) is str
        assert event.phase == name
        assert PhaseName.sentence_of(event.phase) == name.sentence


def test_a_worker_runs_until_a_phase_ends_it() -> None:
    assert {status_of(name) for name in PhaseName} == {RUNNING, *ENDED}


def test_the_export_names_every_reason() -> None:
    column = next(column for column in TABLES["steps"] if column.name == "left_out")
    assert_all_told(LeftOut, column.meaning)


def test_the_method_of_a_report_names_every_reason() -> None:
    assert_all_told(LeftOut, repr(method_part([])))


def assert_all_told(words: type[Vocabulary], text: str) -> None:
    for word in words:
        assert f"{word} ({word.sentence})" in text
