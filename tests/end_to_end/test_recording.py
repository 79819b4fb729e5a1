"""Recordings of the real dashboard in a real terminal: what is in the cast was on the screen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pexpect
import pyte
import pytest

from tests.end_to_end.test_terminal import Terminal
from tui.film.casts.cast import END
from tui.film.casts.stripping import shown_output
from tui.film.pictures.cast_reader import CastReader
from tui.film.pictures.emulator import Emulator, play

LOG = Path(__file__).parents[1] / "data" / "schema1" / "race.fwdash.jsonl"
TAPE = f"""
Source {LOG}
Set Start 20s
Sleep 1s
Mark "the second lane"
Type "2i"
Sleep 1s
Escape
Sleep 60s
"""


@pytest.fixture
def tape(tmp_path: Path) -> Path:
    path = tmp_path / "demo.tape"
    path.write_text(TAPE)
    return path


def resized(terminal: Terminal, columns: int, rows: int) -> None:
    terminal.read()
    terminal.child.setwinsize(rows, columns)
    terminal.screen.resize(rows, columns)


def last_screen(cast: Path) -> Emulator:
    *_, (_, emulator) = play(CastReader(cast))
    return emulator


def output(cast: Path) -> list[str]:
    return [event.data for event in CastReader(cast).events() if event.code == "o"]


def written(terminal: Terminal) -> str:
    """What of the terminal's output is picture, but for what is printed after the application."""
    before, _, _ = terminal.raw.rpartition("\x1b[?1049l")
    # The terminal's line discipline writes a carriage return before each line feed.
    return shown_output(before.replace("\r\n", "\n"))


def assert_was_on_the_screen(cast: Path, terminal: Terminal) -> None:
    """After its keyframe a cast holds what was written to the terminal, all of it and in order."""
    _keyframe, *frames, end = output(cast)
    assert end == END
    assert len(frames) > 2
    assert "".join(frames).removesuffix("\x1b[?25h") in written(terminal)


def test_a_whole_session_is_recorded_with_a_resize_in_it(tape: Path, tmp_path: Path) -> None:
    cast = tmp_path / "session.cast"
    terminal = Terminal("record", "-o", str(cast), "--", "play", str(tape))
    terminal.until(r"rec 0:01")
    resized(terminal, 90, 30)
    terminal.until(r"rec 0:03")
    terminal.child.send("q")
    assert terminal.end() == 0
    assert str(cast) in terminal.raw
    assert_was_on_the_screen(cast, terminal)
    reader = CastReader(cast)
    assert (reader.columns, reader.rows) == (120, 36)
    events = list(reader.events())
    assert [event.data for event in events if event.code == "r"] == ["90x30"]
    assert "the second lane" in [event.data for event in events if event.code == "m"]

    # The terminal's last screen, from what was written to it before and after the resize.
    resize = next(number for number, event in enumerate(events) if event.code == "r")
    early = "".join(event.data for event in events[1:resize] if event.code == "o")
    all_of_it = written(terminal)
    place = all_of_it.index(early) + len(early)
    screen = Emulator(120, 36)
    screen.feed(all_of_it[:place])
    screen.resize("90x30")
    screen.feed(all_of_it[place:])
    assert "pace to" in screen.grid().text
    assert last_screen(cast).grid() == screen.grid()


def test_a_key_starts_and_stops_a_recording(tape: Path, state_folder: Path) -> None:
    terminal = Terminal("play", str(tape))
    terminal.until("step time")
    terminal.child.send("R")
    terminal.until(r"● rec 0:01")
    terminal.child.send("R")
    terminal.until(r"The recording is in")
    assert "rec 0:" not in terminal.read()
    terminal.child.send("S")
    terminal.until(r"This screen is in")
    terminal.child.send("q")
    assert terminal.end() == 0
    (cast,) = (state_folder / "fwdash" / "casts").glob("*.cast")
    assert str(cast) in terminal.raw
    assert_was_on_the_screen(cast, terminal)
    assert "● rec 0:01" in "\n".join(last_screen(cast).screen.display)
    (svg,) = (state_folder / "fwdash" / "casts").glob("*.svg")
    assert "torch" in svg.read_text()


@pytest.fixture
def played(tape: Path, tmp_path: Path) -> Path:
    cast = tmp_path / "played.cast"
    terminal = Terminal("record", "-o", str(cast), "--", "play", str(tape))
    terminal.until("rec 0:01")
    terminal.child.send("q")
    assert terminal.end() == 0
    return cast


def test_asciinema_plays_what_was_recorded(played: Path) -> None:
    asciinema = [sys.executable, "-m", "asciinema"]
    shown = subprocess.run([*asciinema, "cat", str(played)], capture_output=True, check=True)
    assert shown.stdout.decode() == "".join(output(played))
    child = pexpect.spawn(
        asciinema[0], [*asciinema[1:], "play", "-s", "20", str(played)], dimensions=(36, 120),
        encoding="utf-8", timeout=60,
    )  # fmt: skip
    screen = pyte.Screen(120, 36)
    child.expect(pexpect.EOF)
    pyte.Stream(screen).feed(child.before)
    assert screen.display == last_screen(played).screen.display
