"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from engines.whole_file import whole_set, write_whole


def below(folder: Path) -> dict[str, str | None]:
    return {
        str(path.relative_to(folder)): path.read_text() if path.is_file() else None
        for path in folder.rglob("*")
    }


def write_set(
    folder: Path, *names: str, replaced: tuple[str, ...] = (), error: BaseException | None = None
) -> None:
    with whole_set(folder, [folder / name for name in replaced]) as new:
        for name in names:
            (new / name).parent.mkdir(exist_ok=True)
            (new / name).write_text("new")
        if error is not None:
            raise error


def test_a_file_is_not_written_over_unless_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_whole(path, b"old")
    with pytest.raises(FileExistsError):
        write_whole(path, b"new")
    assert below(tmp_path) == {"a": "old"}
    write_whole(path, b"new", overwrite=True)
    assert below(tmp_path) == {"a": "new"}


def test_a_link_that_leads_nowhere_is_in_the_way_too(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "none")
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "a", b"new")
    assert below(tmp_path) == {"a": None}


def test_the_file_behind_a_link_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "deep" / "a")
    write_whole(tmp_path / "link", b"new", overwrite=True)
    assert (tmp_path / "link").is_symlink()
    assert below(tmp_path / "deep") == {"a": "new"}


def test_what_replaces_a_private_file_is_private_too(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text("old")
        (tmp_path / name).chmod(0o600)
    write_whole(tmp_path / "a", b"new", overwrite=True)
    write_set(tmp_path, "b", replaced=("b",))
    assert below(tmp_path) == {"a": "new", "b": "new"}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_without_hard_links_nothing_is_written_over_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    write_whole(tmp_path / "a", b"old")
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "a", b"new")
    assert below(tmp_path) == {"a": "old"}


def test_a_set_takes_its_places_and_what_it_replaces_goes(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_set(out, "a", "x/b")
    assert below(out) == {"a": "new", "x": None, "x/b": "new"}
    for name in ("a", "x/b", "mine"):
        (out / name).write_text("old")
    write_set(out, "a", "y/c", replaced=("a", "x/b"))
    assert below(out) == {"a": "new", "mine": "old", "y": None, "y/c": "new"}


def test_nothing_of_a_set_is_in_its_place_before_all_is_written(tmp_path: Path) -> None:
    with whole_set(tmp_path) as new:
        (new / "a").write_text("new")
        assert list(tmp_path.iterdir()) == [new.parent]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "full")])
def test_a_set_that_is_never_complete_leaves_all_as_it_was(
    tmp_path: Path, error: BaseException
) -> None:
    (tmp_path / "a").write_text("old")
    with pytest.raises(type(error)):
        write_set(tmp_path, "a", "b", replaced=("a",), error=error)
    with pytest.raises(type(error)):
        write_set(tmp_path / "out", "a", error=error)
    assert below(tmp_path) == {"a": "old"}


def test_a_set_whose_folder_was_deleted_meanwhile_is_an_error(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(FileNotFoundError), whole_set(out):
        shutil.rmtree(out)
    assert below(tmp_path) == {}


@pytest.mark.parametrize("after", range(6))
@pytest.mark.parametrize("moved", [True, False])
def test_an_interrupt_between_the_renames_brings_the_old_files_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int, moved: bool
) -> None:
    """The interrupt comes before or after each of the six moves."""
    (tmp_path / "x").mkdir()
    for name in ("a", "b", "x/c"):
        (tmp_path / name).write_text("old")
    rename, moves = Path.rename, 0

    def interrupted(source: Path, place: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == after + 1:
            if moved:
                rename(source, place)
            raise KeyboardInterrupt
        return rename(source, place)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_set(tmp_path, "a", "b", "y/d", replaced=("a", "b", "x/c"))
    assert below(tmp_path) == {"a": "old", "b": "old", "x": None, "x/c": "old"}


@pytest.mark.parametrize("replaced", [("a",), ()])
def test_a_folder_is_in_the_way_of_a_set_and_never_replaced(
    tmp_path: Path, replaced: tuple[str, ...]
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine").write_text("old")
    with pytest.raises(OSError, match=r"a'$"):
        write_set(tmp_path, "a", replaced=replaced)
    assert below(tmp_path) == {"a": None, "a/mine": "old"}
