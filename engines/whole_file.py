"""Files that are written whole or not at all, and what they replace stays until they are complete."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path


def write_whole(
    path: Path, content: bytes, *, overwrite: bool = False, private: bool = False
) -> None:
    """Write one file; the file behind a link is what is replaced, not the link.

    `private`: only its owner may read it.

    Raises:
        FileExistsError: If something is there and `overwrite` is not given.
        OSError: If it cannot be written; what was there before is there still.
    """
    place = Path(os.path.realpath(path)) if overwrite else path
    beside = _beside(place.parent)
    try:
        with open(beside, "xb") as file:
            if private:
                os.fchmod(file.fileno(), 0o600)
            elif overwrite:
                _keep_mode(place, beside)
            file.write(content)
        if overwrite:
            beside.replace(place)
        else:
            move_where_nothing_is(beside, place)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def move_where_nothing_is(source: Path, place: Path) -> None:
    """Rename a file within its file system.

    Raises:
        FileExistsError: If something is there already.
        OSError: If it cannot be renamed.
    """
    try:
        # A link fails where something is; a rename would put it in its place.
        place.hardlink_to(source)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links, exFAT for one.
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place)) from None
        source.rename(place)
    else:
        source.unlink()


@contextlib.contextmanager
def whole_set(folder: Path, replaced: Iterable[Path] = ()) -> Iterator[Path]:
    """An empty folder to write files into, which all take their places below `folder`, or none does.

    Whatever fails, an interrupt too, leaves `folder` as it was. Only a process that is killed leaves
    what it wrote in a folder `.fwdash-*.part`; between the renames at the end, old files too.

    Args:
        folder: Where the files belong; it is made if it is not there, its parent is not.
        replaced: The files below it that make room. Links are replaced themselves. Folders that
            become empty go too.

    Raises:
        FileExistsError: If something else is in the place of a file.
        OSError: If the files cannot take their places.
    """
    replaced = list(replaced)
    made = not folder.exists()
    if made:
        folder.mkdir()
    beside = _beside(folder)
    new, old = beside / "new", beside / "old"
    done = False
    try:
        beside.mkdir()
        new.mkdir()
        yield new
        _take_places(new, old, folder, replaced)
        done = True
    finally:
        shutil.rmtree(beside if done else new, ignore_errors=True)
        # An old file that could not be brought back stays here.
        emptied = sorted((path for path in old.rglob("*") if path.is_dir()), reverse=True)
        _remove_empty([*emptied, old, beside, *([folder] if made else [])])


def _take_places(new: Path, old: Path, folder: Path, replaced: list[Path]) -> None:
    """Move the old files aside and the new ones in; back again if any of it fails."""
    if not new.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
    aside = [(path, old / path.relative_to(folder)) for path in replaced]
    added = [
        (path, folder / path.relative_to(new)) for path in sorted(new.rglob("*")) if path.is_file()
    ]
    for path in replaced:
        if path.is_dir() and not path.is_symlink():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    there = {place for _, place in added if os.path.lexists(place)} - set(replaced)
    if there:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(min(there)))
    lacking = [one for one in _folders_of([at for _, at in added], folder) if not one.exists()]
    try:
        for source, place in added:
            if place in replaced and not place.is_symlink():
                _keep_mode(place, source)
        for source, place in (*aside, *added):
            place.parent.mkdir(parents=True, exist_ok=True)
            source.rename(place)
    except BaseException:
        for source, place in reversed((*aside, *added)):
            if os.path.lexists(place) and not os.path.lexists(source):
                with contextlib.suppress(OSError):
                    place.rename(source)
        _remove_empty(lacking)
        raise
    _remove_empty(_folders_of(replaced, folder))


def _keep_mode(old: Path, new: Path) -> None:
    """Nobody may read the new file who may not read the old one, which it replaces."""
    with contextlib.suppress(OSError):
        shutil.copymode(old, new)


def _beside(folder: Path) -> Path:
    """A new name in the folder: short, for what is written may have the longest name that can be."""
    return folder / f".fwdash-{secrets.token_hex(4)}.part"


def _folders_of(paths: Iterable[Path], top: Path) -> list[Path]:
    """The folders below `top` that the paths lie in, the deepest first."""
    found = {folder for path in paths for folder in path.parents if top in folder.parents}
    return sorted(found, reverse=True)


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()
