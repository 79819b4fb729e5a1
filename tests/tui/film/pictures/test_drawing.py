"""Pictures: shapes join, GIF frames are the screens, SVGs open offline."""

from __future__ import annotations

import io
import itertools
import os
import re
import resource
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engines.errors import RunError, UsageError
from tui.film.casts.cast import CastLines, header_line
from tui.film.pictures.cast_reader import CastReader
from tui.film.pictures.cells import Cell, CellLook, Grid
from tui.film.pictures.emulator import Emulator
from tui.film.pictures.gif import frames, gif
from tui.film.pictures.raster import Raster
from tui.film.pictures.shapes import arms, shape
from tui.film.pictures.still import save_still
from tui.new_file import write_new

SIZES = ((6, 12), (7, 14), (9, 18), (10, 20))


def ink(character: str, width: int = 9, height: int = 18) -> np.ndarray:
    mask = shape(character, width, height)
    assert mask is not None
    return np.asarray(mask)


@pytest.mark.parametrize("size", SIZES)
def test_each_braille_dot_is_in_its_part_of_the_cell(size: tuple[int, int]) -> None:
    width, height = size
    places = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
    for bit, (column, row) in enumerate(places):
        dot = ink(chr(0x2800 + (1 << bit)), width, height).astype(float)
        rows, columns = np.indices(dot.shape)
        assert dot.sum() > 0
        assert (columns * dot).sum() / dot.sum() == pytest.approx(
            (column + 0.5) * width / 2, abs=0.6
        )
        assert (rows * dot).sum() / dot.sum() == pytest.approx((row + 0.5) * height / 4, abs=0.6)
    assert ink("\u2800").sum() == 0


def test_blocks_cover_what_their_names_say() -> None:
    assert (ink("█") == 255).all()
    assert ink("▀").mean() == pytest.approx(255 / 2)
    assert ink("▄")[9:].min() == 255
    assert ink("▌")[:, :4].min() == 255
    assert ink("▁").sum() < ink("▂").sum() < ink("▇").sum() < ink("█").sum()
    assert ink("▏").sum() < ink("▎").sum() < ink("▉").sum() < ink("█").sum()
    assert ink("░").mean() < ink("▒").mean() < ink("▓").mean()
    assert (ink("▚") + ink("▞") == 255).all()


@pytest.mark.parametrize("size", SIZES)
def test_lines_reach_the_edges_and_join_with_their_neighbours(size: tuple[int, int]) -> None:
    width, height = size
    for code in range(0x2500, 0x2580):
        character = chr(code)
        if code in range(0x2571, 0x2574) or "DASH" in __import__("unicodedata").name(character):
            continue
        drawn = ink(character, width, height)
        edges = {"l": drawn[:, 0], "r": drawn[:, -1], "u": drawn[0], "d": drawn[-1]}
        assert {side for side, edge in edges.items() if edge.max() > 127} == set(arms(character))
    for left, right in (("─", "╮"), ("━", "┓"), ("╰", "─"), ("├", "─")):
        assert (ink(left, width, height)[:, -1] > 127).tolist() == (
            ink(right, width, height)[:, 0] > 127
        ).tolist()
    for above, below in (("│", "╯"), ("╭", "│"), ("┃", "┗")):
        assert (ink(above, width, height)[-1] > 127).tolist() == (
            ink(below, width, height)[0] > 127
        ).tolist()


def test_letters_are_up_to_the_font() -> None:
    assert shape("a", 9, 18) is None
    drawn = np.asarray(Raster().draw(Grid(2, ((Cell("a", CellLook(ink=(255, 0, 0))), Cell(" ")),))))
    assert drawn.shape == (18, 18, 3)
    assert drawn[:, :9, 0].max() > 200
    assert drawn[:, 9:].max() == 18


def test_drawing_what_changed_is_drawing_all() -> None:
    terminal = Emulator(12, 3)
    raster = Raster(7)
    for text in (
        "\x1b[31mhello",
        "\x1b[2;3H\x1b[44m漢字 ab",
        "\x1b[2;4Hx",
        "\x1b[1;1H\x1b[0m      ",
    ):
        terminal.feed(text)
        after = np.asarray(raster.draw(terminal.grid()))
        assert (after == np.asarray(Raster(7).draw(terminal.grid()))).all()


@pytest.fixture
def cast(tmp_path: Path) -> CastReader:
    """Ten seconds: nothing at first, then text in colours, a resize, and a last frame."""
    lines = CastLines(2)
    text = header_line(2, 30, 4) + lines.line(0, "o", "\x1b[2J")
    for number in range(90):
        color = f"\x1b[38;2;{50 + number};{200 - number};255m"
        text += lines.line(1 + number / 10, "o", f"\x1b[{1 + number % 4};1H{color}⣿━ step {number}")
    text += lines.line(9.95, "r", "36x5") + lines.line(10, "o", "\x1b[2J\x1b[1;1H\x1b[31mthe end")
    path = tmp_path / "a.cast"
    path.write_text(text)
    return CastReader(path)


def test_frames_are_limited_and_the_last_is_always_there(cast: CastReader) -> None:
    seen = list(frames(cast, 4))
    times = [at for at, _ in seen]
    assert all(after - before >= 0.25 for before, after in itertools.pairwise(times))
    assert seen[-1][1].text.startswith("the end")
    assert seen[0][1].text.strip() == ""


def test_a_gif_shows_the_screens_in_their_colours_and_time(cast: CastReader) -> None:
    image = Image.open(io.BytesIO(gif(cast, fps=5, width=400)))
    # 400 across would make cells of 11 pixels; 9 are the most.
    assert image.size == (36 * 9, 5 * 18)
    screens = list(frames(cast, 5))
    raster = Raster(image.size[0] // 36)
    shown = []
    total = 0
    for number in range(image.n_frames):  # type: ignore[attr-defined]
        image.seek(number)
        shown.append(np.asarray(image.convert("RGB")).astype(int))
        total += image.info["duration"]
    assert len(shown) == len(screens)
    assert total == pytest.approx(12_000, abs=300)
    for pixels, (_, grid) in zip(shown, screens, strict=True):
        drawn = np.asarray(raster.draw(grid)).astype(int)
        part = pixels[: drawn.shape[0], : drawn.shape[1]]
        # Edges of letters may be a little off, what is filled may not.
        assert np.abs(part - drawn).mean() < 1.5


def test_a_cast_without_a_frame_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.cast"
    path.write_text(header_line(2, 80, 24))
    with pytest.raises(RunError, match="shows nothing"):
        gif(CastReader(path))


def test_a_pause_longer_than_a_gif_can_count_is_cut(tmp_path: Path) -> None:
    lines = CastLines(2)
    text = header_line(2, 20, 3) + "".join(lines.line(at, "o", "x") for at in (0, 5000, 5001))
    (tmp_path / "a.cast").write_text(text)
    with Image.open(io.BytesIO(gif(CastReader(tmp_path / "a.cast")))) as picture:
        assert picture.info["duration"] == 655_350


def test_a_picture_on_a_full_disk_leaves_nothing_and_what_was_there(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    (tmp_path / "old.txt").write_text("mine")
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        for name in ("new.txt", "old.txt"):
            with pytest.raises(RunError, match="file too large"):
                write_new(tmp_path / name, b"x" * 100, overwrite=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [path.name for path in tmp_path.iterdir()] == ["old.txt"]
    assert (tmp_path / "old.txt").read_text() == "mine"


def test_a_picture_is_written_through_a_link_and_not_into_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    write_new(tmp_path / "link.txt", b"new", overwrite=True)
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "a.txt").read_text() == "new"
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", tmp_path):
        with pytest.raises(RunError, match="no file that can be written over"):
            write_new(path, b"new", overwrite=True)


def test_stills_are_what_their_name_says_and_open_offline(tmp_path: Path) -> None:
    terminal = Emulator(40, 3)
    terminal.feed("\x1b[1;32mhello <&> ⣿\x1b[0m\r\n  \x1b[48;2;1;2;3mworld")
    grid = terminal.grid()
    for name in ("a.svg", "a.png", "a.txt"):
        save_still(grid, tmp_path / name)
        with pytest.raises(RunError, match="is there already"):
            save_still(grid, tmp_path / name)
        before = (tmp_path / name).read_bytes()
        save_still(grid, tmp_path / name, overwrite=True)
        assert (tmp_path / name).read_bytes() == before
    svg = (tmp_path / "a.svg").read_text()
    assert "@font-face" not in svg
    assert set(re.findall(r"https?://[^\"' ]+", svg)) <= {
        "http://www.w3.org/2000/svg",
        "https://www.textualize.io",
    }
    assert "hello&#160;&lt;&amp;&gt;" in svg
    assert (tmp_path / "a.txt").read_text() == "hello <&> ⣿\n  world\n\n"
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (360, 54)
    with pytest.raises(UsageError, match="must end in"):
        save_still(grid, tmp_path / "a.jpg")
