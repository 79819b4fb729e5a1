"""Which lines of output are kept, pass a filter, and have what is sought."""

from __future__ import annotations

from engines import events as ev
from engines.runlog.safe_event import safe_event
from tui.views.log_tail import LINES, LONGEST, LogChoice, LogTail


def filled(*lines: tuple[str, str, str]) -> LogTail:
    tail = LogTail()
    tail.add(
        ev.Logged(lane=lane, at=float(at), level=level, line=line)
        for at, (lane, level, line) in enumerate(lines)
    )
    return tail


THREE = (
    ("torch", "info", "Step one"),
    ("keras", "warning", "a step back"),
    ("", "error", "the disk is full"),
)


def test_filters_by_lane_and_by_least_level() -> None:
    choice = LogChoice(filled(*THREE))
    choice.choose(lane="keras")
    assert [line.text for line in choice.lines] == ["a step back"]
    choice.choose(lane="", level="warning")
    assert [line.number for line in choice.lines] == [1, 2]
    choice.choose(level="error")
    assert [line.number for line in choice.lines] == [2]


def test_finds_in_any_case_among_the_lines_that_are_shown() -> None:
    choice = LogChoice(filled(*THREE))
    choice.choose(sought="STEP")
    assert choice.found == [0, 1]
    choice.choose(lane="keras")
    assert choice.found == [1]
    choice.choose(sought="(")
    assert choice.found == []


def test_new_lines_are_taken_in_once() -> None:
    tail = filled(*THREE)
    choice = LogChoice(tail)
    choice.choose(sought="step")
    assert not choice.update()
    tail.add([ev.Logged(lane="jax", at=9.0, line="step two")])
    assert choice.update()
    assert choice.found == [0, 1, 3]
    assert len(choice.lines) == 4


def test_memory_is_bounded_and_numbers_go_on() -> None:
    tail = filled(*THREE)
    choice = LogChoice(tail)
    choice.choose(sought="x")
    for _ in range(3):
        tail.add(ev.Logged(lane="jax", at=1.0, line="x") for _ in range(LINES // 2))
        choice.update()
    assert len(tail.lines) == len(choice.lines) == len(choice.found) == LINES
    assert choice.lines[-1].number == tail.total - 1 == 3 * (LINES // 2) + 2
    assert choice.index(0) == 0


def test_more_lines_than_are_kept_may_come_at_once() -> None:
    tail = LogTail()
    choice = LogChoice(tail)
    tail.add(ev.Logged(lane="jax", at=1.0, line="x") for _ in range(LINES + 10))
    assert choice.update()
    assert choice.lines[0].number == 10


def test_a_crash_is_a_line_and_control_characters_are_none() -> None:
    tail = LogTail()
    tail.add(
        [
            safe_event(ev.Logged(lane="jax", at=1.0, line="\x1b[31mred\x1b[0m\tcell\x07\r")),
            ev.Logged(lane="jax", at=1.0, line="y" * (LONGEST + 2)),
            ev.Crashed(lane="jax", at=2.0, reason="out of memory"),
        ]
    )
    texts = [line.text for line in tail.lines]
    assert texts[0].startswith("red")
    assert texts[0].endswith("cell")
    assert texts[0].isprintable()
    assert texts[1] == "y" * LONGEST + " … 2 characters more"
    assert (texts[2], tail.lines[2].level) == ("crashed: out of memory", "error")


def test_of_a_progress_bar_the_last_state_is_kept_and_what_is_cut_off_is_said() -> None:
    tail = LogTail()
    lines = ("10 %\r20 %\r100 %\r\n", "x" * (LONGEST + 1234))
    tail.add([safe_event(ev.Logged(lane="jax", at=1.0, line=line)) for line in lines])
    bar, long = (line.text for line in tail.lines)
    assert bar == "100 %"
    assert long == "x" * LONGEST + " … 1,234 characters more"
