"""One picture of a screen, in the format that the file's name asks for."""

from __future__ import annotations

import io
from pathlib import Path

from engines.errors import RunError, UsageError
from tui.new_file import create_file
from tui.pictures.cells import Grid

FORMATS = (".svg", ".png", ".txt")


def require_format(path: Path) -> None:
    """Raises `UsageError` for a file whose ending is no format of a picture."""
    if path.suffix.lower() not in FORMATS:
        raise UsageError(
            f"{path} is no picture that can be drawn: its name must end in {', '.join(FORMATS)}."
        )


def save_still(grid: Grid, path: Path, *, overwrite: bool = False, title: str = "fwdash") -> None:
    """Draw a grid into a file.

    Raises:
        UsageError: If the ending is no format.
        RunError: If the file is there already or cannot be written.
    """
    require_format(path)
    suffix = path.suffix.lower()
    if suffix == ".svg":
        from tui.pictures.svg import svg

        drawn = svg(grid, title).encode()
    elif suffix == ".png":
        from PIL import Image

        from tui.pictures.raster import Raster

        stream = io.BytesIO()
        Raster().draw(grid).quantize(256, dither=Image.Dither.NONE).save(
            stream, "PNG", optimize=True
        )
        drawn = stream.getvalue()
    else:
        drawn = (grid.text + "\n").encode()
    write_new(path, drawn, overwrite=overwrite)


def write_new(path: Path, content: bytes, *, overwrite: bool = False) -> None:
    """Write a whole file at once; raises `RunError` if it is there already or cannot be written."""
    try:
        with open(create_file(path, overwrite=overwrite), "wb") as file:
            file.write(content)
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror}.") from error
