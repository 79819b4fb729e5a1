"""Tapes: what can be said, and errors that name the line and the nearest word."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engines.errors import RunError, UsageError
from tui.film.tapes.parse import load_tape, parse_tape
from tui.film.tapes.tape import Hide, LeaveMarker, Press, Screenshot, Show, Sleep, Tape, Wait
from tui.film.tapes.words import COMMANDS, KEYS, SETTINGS

HERE = Path("/tapes/demo.tape")
SHIPPED = sorted((Path(__file__).parents[4] / "screenshots").glob("*.tape"))


def parsed(text: str) -> Tape:
    return parse_tape("Source run.fwdash.jsonl\n" + text, HERE)


def test_everything_that_can_be_said() -> None:
    tape = parsed(
        """
        # a comment
        Output demo.cast   Output "a b.gif"
        Set Width 100
        Set Height 30
        Set Theme nord
        Set TypingSpeed 50ms
        Set Framerate 12
        Set Start 1m
        Set Speed 2.5
        Set Title "a # title"
        Require sh
        Env NAME value
        Type "2i" Sleep 500ms Enter   # several on a line, as in vhs
        Type@1s 'x'
        Down@200ms 3
        Ctrl+P
        Shift+Tab
        Shift+r
        Alt+x
        Wait /a b\\/c/
        Wait@2s /x/
        Wait+Screen /y/ @3s
        Hide
        Show
        Screenshot still.svg
        Mark "here"
        """
    )
    assert tape.source == Path("/tapes/run.fwdash.jsonl")
    assert tape.outputs == (Path("/tapes/demo.cast"), Path("/tapes/a b.gif"))
    assert tape.env == (("NAME", "value"),)
    settings = tape.settings
    assert (settings.columns, settings.rows, settings.theme) == (100, 30, "nord")
    assert (settings.typing_seconds, settings.framerate) == (0.05, 12)
    assert (settings.start_seconds, settings.speed, settings.title) == (60, 2.5, "a # title")
    presses = [act for act in tape.acts if isinstance(act, Press)]
    assert [(act.key, act.times, act.seconds, act.character) for act in presses] == [
        ("2", 1, 0.05, "2"),
        ("i", 1, 0.05, "i"),
        ("enter", 1, 0.05, "\r"),
        ("x", 1, 1.0, "x"),
        ("down", 3, 0.2, None),
        ("ctrl+p", 1, 0.05, None),
        ("shift+tab", 1, 0.05, None),
        ("R", 1, 0.05, "R"),
        ("alt+x", 1, 0.05, None),
    ]
    waits = [act for act in tape.acts if isinstance(act, Wait)]
    assert [(act.pattern.pattern, act.seconds) for act in waits] == [
        ("a b/c", 15.0), ("x", 2.0), ("y", 3.0),
    ]  # fmt: skip
    rest = [act for act in tape.acts if not isinstance(act, Press | Wait)]
    assert [type(act) for act in rest] == [Sleep, Hide, Show, Screenshot, LeaveMarker]
    assert tape.pictures == (Path("/tapes/still.svg"),)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('Env "" x', "cannot be set"),
        ("Env A=B x", "cannot be set"),
        ("Output ~nobody-is-called-this/a.cast", "home of nobody"),
        ("Slep 1s", "line 2: there is no command or key 'Slep'; perhaps 'Sleep'"),
        ("escape", "perhaps 'Escape'"),
        ("Entr", "perhaps 'Enter'"),
        ("frobnicate", "known are Set, Source"),
        ("Set Widht 80", "there is no setting 'Widht'; perhaps 'Width'"),
        ("Set Width", "expected columns, 20 to 400, and the line ends"),
        ("Set Width 8", "expected columns, 20 to 400, not '8'"),
        ("Set Width 80.5", "expected columns"),
        ("Set Framerate nan", "expected frames a second"),
        ("Set Theme norb", "there is no theme 'norb'; perhaps 'nord'"),
        ("Sleep", "expected a time such as 500ms, and the line ends"),
        ("Sleep soon", "'soon' is no time; write 500ms, 2s or 1m"),
        ("Sleep 99999999", "longer than a day"),
        ("Enter@x", "'x' after Enter@ is no time"),
        ("Down 0", "1 to 1000 times"),
        ("Wait training", "Wait expects a pattern between slashes"),
        ("Wait /(/", "is no pattern"),
        ("Wait /a{99999999999999999999}/", "is no pattern: the repetition number is too large"),
        (f"Wait /{'(' * 2000}{')' * 2000}/", "too many brackets within brackets"),
        ("Screenshot a.jpg", "'a.jpg' must end in .svg or .png or .txt"),
        ("Output a.mp4", "'a.mp4' must end in .cast or .gif"),
        ("Source b.tape", "names the run log"),
        ("Sleep 1s\nSet Width 80", "line 3: Set must stand before the first thing"),
        ("Ctlr+P", "'Ctlr' is no modifier; perhaps 'Ctrl'"),
        ('Type "half', "a quote is not closed"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(line: str, words: str) -> None:
    with pytest.raises(UsageError) as raised:
        parsed(line)
    assert words in str(raised.value)
    assert str(raised.value).startswith("demo.tape line ")


def test_a_file_that_two_lines_write_is_refused() -> None:
    with pytest.raises(UsageError, match=r"line 3: './a.png' is written by line 2 already"):
        parsed("Screenshot a.png\nScreenshot ./a.png")


def test_a_tape_without_a_run_says_what_to_add() -> None:
    with pytest.raises(UsageError, match="Source race"):
        parse_tape("Sleep 1s", HERE)


def test_a_program_that_is_required_and_missing_is_named() -> None:
    with pytest.raises(RunError, match="no-such-program is required"):
        parsed("Require no-such-program")


def test_typing_speed_may_change_in_between() -> None:
    acts = parsed("Enter\nSet TypingSpeed 1s\nEnter").acts
    assert [act.seconds for act in acts if isinstance(act, Press)] == [0.1, 1]


def test_a_file_that_is_no_tape_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="No such file"):
        load_tape(tmp_path / "none.tape")
    (tmp_path / "a.tape").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="UTF-8"):
        load_tape(tmp_path / "a.tape")
    with pytest.raises(UsageError, match="more than 1,000,000 bytes"):
        load_tape(Path("/dev/zero"))


WORDS = st.sampled_from(
    [
        *COMMANDS,
        *KEYS,
        *SETTINGS,
        "Ctrl+",
        "Shift+",
        "@1s",
        "+",
        "++",
        "/x/",
        "/",
        "5",
        "1s",
        '"',
        "#",
    ]
)


@given(st.text() | st.lists(WORDS | st.text(max_size=3)).map(" ".join))
@example("Ctrl++")
@example("+")
def test_any_text_is_a_tape_or_one_sentence(text: str) -> None:
    try:
        tape = parsed(text)
    except (UsageError, RunError) as error:
        own_words = str(error).replace(text, "")
    else:
        own_words = ""
        assert all(act.line >= 2 for act in tape.acts)
    assert "\n" not in own_words


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_tapes_that_ship_are_tapes_over_runs_that_ship(path: Path) -> None:
    tape = load_tape(path)
    assert tape.source.is_file()
    assert tape.outputs or tape.pictures
