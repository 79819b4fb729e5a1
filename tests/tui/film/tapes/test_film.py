"""A tape without a terminal: the same bytes each time, at a clock of its own."""

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from engines.errors import RunError
from tui.film.pictures.cast_reader import CastReader
from tui.film.pictures.moment import screen_at
from tui.film.tapes.film import film
from tui.film.tapes.log_source import LogSource
from tui.film.tapes.parse import parse_tape
from tui.film.tapes.virtual_time import run_virtually

LOG = Path(__file__).parents[3] / "data" / "schema1" / "race.fwdash.jsonl"
HEAD = f"Source {LOG}\nSet Width 80\nSet Height 24\nSet Start 30s\n"


def filmed(folder: Path, text: str, version: int = 2) -> CastReader:
    """The cast of a tape."""
    cast = folder / "a.cast"
    cast.write_bytes(film(parse_tape(HEAD + text, folder / "a.tape"), version=version))
    return CastReader(cast)


CODE = """
import hashlib, sys
from pathlib import Path
from tui.film.tapes.film import film
from tui.film.tapes.parse import load_tape
print(hashlib.sha256(film(load_tape(Path(sys.argv[1])), overwrite=True)).hexdigest())
"""


def test_the_same_tape_is_the_same_bytes_here_and_in_another_process(
    tmp_path: Path, state_folder: Path
) -> None:
    text = (
        HEAD
        + """
        Type "2i"
        Sleep 200ms
        Escape
        Ctrl+P
        Type@100ms "dev"
        Escape
        Type "c"        # refused, in a toast
        Sleep 300ms
        Screenshot last.png
        """
    )
    path = tmp_path / "a.tape"
    path.write_text(text)
    first = film(parse_tape(text, path))
    picture = (tmp_path / "last.png").read_bytes()
    again = film(parse_tape(text, path), overwrite=True)
    assert again == first
    assert (tmp_path / "last.png").read_bytes() == picture
    # What this person or this terminal prefers changes nothing.
    env = os.environ | {
        "PYTHONHASHSEED": "7", "NO_COLOR": "1", "COLORTERM": "", "TERM": "dumb", "TEXTUAL_FPS": "30",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    kept = state_folder / "fwdash" / "theme"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("nord")
    told = subprocess.run(
        [sys.executable, "-c", CODE, str(path)], capture_output=True, text=True, env=env
    )
    assert told.stdout.strip() == hashlib.sha256(first).hexdigest(), told.stderr


def test_time_is_the_tapes_own(tmp_path: Path) -> None:
    cast = filmed(tmp_path, "Sleep 10s\nMark end")
    events = list(cast.events())
    assert [event.at for event in events if event.code == "m"] == [pytest.approx(10, abs=0.2)]
    # The run ends within that time, and its last moment stays.
    assert "ended" in screen_at(cast).text
    assert "ended" not in screen_at(cast, 2).text


def test_what_is_hidden_is_not_in_the_cast(tmp_path: Path) -> None:
    cast = filmed(
        tmp_path, 'Sleep 300ms\nHide\nType "?"\nSleep 5s\nEscape\nSleep 200ms\nShow\nSleep 1s'
    )
    events = list(cast.events())
    assert events[-1].at < 2
    assert not any("Keys and words" in event.data for event in events)


def test_a_wait_in_vain_names_the_line_and_the_pattern(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"a\.tape line 6: /no such text/ did not come .* 2 s"):
        filmed(tmp_path, "Sleep 100ms\nWait@2s /no such text/")


def test_a_pattern_that_would_take_for_ever_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"a\.tape line 6: /\(\.\+\)\+\\1\+zzz/ takes too long"):
        filmed(tmp_path, "Sleep 100ms\nWait /(.+)+\\1+zzz/")


def test_a_wait_goes_on_when_the_text_is_there(tmp_path: Path) -> None:
    cast = filmed(tmp_path, 'Type "?"\nWait /Words/\nMark there', version=3)
    assert cast.version == 3
    marks = [event for event in cast.events() if event.code == "m"]
    assert [(mark.data, mark.at < 2) for mark in marks] == [("there", True)]


def test_pictures_are_drawn_and_never_over_others(tmp_path: Path) -> None:
    filmed(tmp_path, "Sleep 200ms\nScreenshot new/a.png\nScreenshot new/a.svg")
    with Image.open(tmp_path / "new" / "a.png") as image:
        assert image.size == (80 * 9, 24 * 18)
    assert "torch" in (tmp_path / "new" / "a.svg").read_text()
    with pytest.raises(RunError, match="is there already"):
        filmed(tmp_path, "Sleep 200ms\nScreenshot new/a.png")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Screenshot a.png\nWait /frobnicate/ @1s", "did not come"),
        ("Screenshot a.png\nType q\nSleep 2s\nScreenshot b.png", "line 8: the dashboard was left"),
    ],
)
def test_a_tape_that_fails_leaves_no_picture(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(RunError, match=words):
        filmed(tmp_path, text)
    assert not list(tmp_path.iterdir())


def test_a_log_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("{}\n")
    for name in ("none.jsonl", "missing.jsonl"):
        with pytest.raises(RunError):
            film(parse_tape(f"Source {name}\nSleep 1s", tmp_path / "a.tape"))


def test_quitting_in_the_middle_ends_the_tape(tmp_path: Path) -> None:
    cast = filmed(tmp_path, 'Sleep 300ms\nType "q"\nSleep 2s')
    assert list(cast.events())


def test_a_log_source_tells_what_had_happened_by_then(tmp_path: Path) -> None:
    clock = [100.0]
    source = LogSource(LOG, lambda: clock[0], begin=10.0, speed=2.0)
    assert source.drain() == []
    assert source.now() == 10.0
    source.start()
    first = source.drain()
    assert first
    assert max(event.at for event in first) <= 10.0
    clock[0] += 2.0
    source.start()
    assert source.now() == 14.0
    assert all(10.0 < event.at <= 14.0 for event in source.drain())
    clock[0] += 1e6
    rest = source.drain()
    assert source.now() == rest[-1].at
    assert source.drain() == []
    assert source.machine.cpu_model == source.header.host["cpu"]
    with pytest.raises(RunError, match="a run log"):
        source.set_mode("torch", "compile")


def test_a_virtual_clock_jumps_over_sleep_but_waits_for_threads() -> None:
    async def main() -> list[tuple[str, float]]:
        clock = asyncio.get_running_loop().time
        told = []

        async def sleeper(name: str, seconds: float) -> None:
            await asyncio.sleep(seconds)
            told.append((name, clock()))

        await asyncio.gather(sleeper("b", 7200), sleeper("a", 0.1), sleeper("c", 1e6))
        before = clock()
        assert await asyncio.to_thread(lambda: time.sleep(0.05) or 3) == 3
        assert clock() == before
        return told

    began = time.monotonic()
    assert run_virtually(main) == [("a", 0.1), ("b", 7200), ("c", 1e6)]
    assert time.monotonic() - began < 5
