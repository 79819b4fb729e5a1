"""`fwdash record`: what it makes, and one sentence where something contradicts or is in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tui.cli import main
from tui.film.casts.cast import CastLines, header_line
from tui.film.pictures.cast_reader import CastReader

LOG = Path(__file__).parents[3] / "data" / "schema1" / "race.fwdash.jsonl"
TAPE = f"""
Output demo.cast
Source {LOG}
Set Width 60
Set Height 12
Set Start 36s
Sleep 400ms
Screenshot still.png
Mark half
Type "?"
Sleep 300ms
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with a tape and a cast in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo.tape").write_text(TAPE)
    lines = CastLines(2)
    text = header_line(2, 20, 3)
    text += "".join(lines.line(at, "o", f"\x1b[1;1Hsecond {at}") for at in range(5))
    (tmp_path / "old.cast").write_text(text)
    return tmp_path


def fwdash(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_tape_becomes_all_that_it_names_and_all_that_is_asked_for(folder: Path) -> None:
    asked = ("record", "--tape", "demo.tape", "-o", "more.cast", "--v3", "--gif", "demo.gif")
    done = fwdash(*asked)
    assert done.exit_code == 0, done.stderr
    for name in ("demo.cast", "more.cast", "still.png", "demo.gif"):
        assert f"Wrote {name}" in done.stderr
        assert (folder / name).stat().st_size > 1000
    cast = CastReader(folder / "demo.cast")
    assert (cast.version, cast.columns, cast.rows) == (3, 60, 12)
    assert [event.data for event in cast.events() if event.code == "m"] == ["half"]
    again = fwdash(*asked)
    assert again.exit_code == 1
    assert "more.cast is there already" in again.stderr
    still = (folder / "still.png").stat().st_mtime_ns
    other = fwdash("record", "--tape", "demo.tape", "-o", "other.cast")
    assert other.exit_code == 0, other.stderr
    assert "still.png stays as it is: add --overwrite" in other.stderr
    assert (folder / "still.png").stat().st_mtime_ns == still
    assert (folder / "other.cast").exists()
    bare = fwdash("record", "--tape", "demo.tape")
    assert "demo.cast is there already" in bare.stderr
    before = (folder / "demo.cast").read_bytes()
    assert fwdash(*asked, "--overwrite").exit_code == 0
    assert (folder / "demo.cast").read_bytes() == before


def test_a_file_that_the_tape_names_too_is_written_once(folder: Path) -> None:
    done = fwdash("record", "--tape", "demo.tape", "-o", "demo.cast")
    assert done.exit_code == 0, done.stderr
    assert done.stderr.count("Wrote demo.cast") == 1


def test_pictures_are_made_of_an_old_cast(folder: Path) -> None:
    done = fwdash("record", "--from", "old.cast", "--svg", "a.svg", "--gif", "a.gif", "--at", "2.5")
    assert done.exit_code == 0, done.stderr
    assert "second&#160;2" in (folder / "a.svg").read_text()
    assert (folder / "a.gif").read_bytes()[:6] == b"GIF89a"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "-o FILE.cast"),
        (("--from", "old.cast"), 2, "add --gif"),
        (("--from", "old.cast", "--svg", "a.svg", "-o", "b.cast"), 2, "only"),
        (("--from", "old.cast", "--svg", "a.png"), 2, "must end in .svg"),
        (("--from", "old.cast", "--svg", "a.svg", "--at", "99"), 1, "4.0 s long"),
        (("--from", "demo.tape", "--svg", "a.svg"), 1, "no asciicast"),
        (("--from", "none.cast", "--svg", "a.svg"), 1, "No such file"),
        (("--tape", "none.tape", "-o", "b.cast"), 1, "No such file"),
        (("--tape", "demo.tape", "--", "torch"), 2, "--tape names its own run"),
        (("-o", "b.cast", "--", "--headless", "nolane"), 2, "nolane"),
        (("-o", "b.cast", "--", "torch"), 2, "no terminal"),
        (("-o", "old.cast", "--", "torch"), 1, "is there already"),
        (("-o", "old.cast/b.cast", "--", "torch"), 1, "a folder on the way is a file"),
        (("-o", "b.cast", "--", "play", "none.tape"), 1, "No such file"),
        (("-o", "b.cast", "--", "--frobnicate"), 2, "No such option"),
        (("-o", "b.gif", "--", "torch"), 2, "Add --gif b.gif"),
        (("-o", ".", "--overwrite", "--", "torch"), 1, "no file that can be written over"),
        (("--from", "old.cast", "--svg", "x" * 300 + ".svg"), 1, "name too long"),
        (("--tape", "demo.tape", "--png", "still.png"), 2, "asked for twice"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = fwdash("record", *arguments)
    assert (done.exit_code, words in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "b.cast").exists()


def test_playing_needs_a_terminal_and_says_what_works_without(folder: Path) -> None:
    done = fwdash("play", "demo.tape")
    assert done.exit_code == 2
    assert "fwdash record --tape" in done.stderr
