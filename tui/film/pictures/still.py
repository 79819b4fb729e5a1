"""One picture of a screen, in the format that the file's name asks for."""

from __future__ import annotations

import io
from pathlib import Path

from engines.errors import UsageError
from engines.safe_text import printable
from tui.film.pictures.cells import Grid
from tui.new_file import write_new

FORMATS = (".svg", ".png", ".txt")


def require_format(path: Path) -> None:
    """Raises `UsageError` for a file whose ending is no format of a picture."""
    if path.suffix.lower() not in FORMATS:
        raise UsageError(
            f"{path} is no picture that can be drawn: its name must end in {', '.join(FORMATS)}."
        )


def save_still(
    grid: Grid,
    path: Path,
    *,
    overwrite: bool = False,
    title: str = "fwdash",
    private: bool = False,
) -> None:
    """Draw a grid into a file, for its owner only if `private`.

    Raises:
        UsageError: If the ending is no format.
        RunError: If the file is there already or cannot be written.
    """
    write_new(path, drawn_still(grid, path, title), overwrite=overwrite, private=private)


def drawn_still(grid: Grid, path: Path, title: str = "fwdash") -> bytes:
    """What is to stand in a file of that name; raises `UsageError` if its ending is no format."""
    require_format(path)
    suffix = path.suffix.lower()
    if suffix == ".svg":
        from tui.film.pictures.svg import svg

        # A control character in it would be no XML.
        return svg(grid, printable(title)).encode()
    if suffix == ".png":
        from PIL import Image

        from tui.film.pictures.raster import Raster

        stream = io.BytesIO()
        Raster().draw(grid).quantize(256, dither=Image.Dither.NONE).save(
            stream, "PNG", optimize=True
        )
        return stream.getvalue()
    return (grid.text + "\n").encode()
