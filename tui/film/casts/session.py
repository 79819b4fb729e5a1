"""What `fwdash record` does: a live session, a tape, or an old cast, and pictures of it."""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from engines.errors import RunError, UsageError
from engines.safe_text import printable
from tui.film.casts.record_options import RecordingAsked
from tui.new_file import create_file, require_file, write_new
from widgets.quantities import bytes_text

NO_CASTS = (".gif", ".svg", ".png", ".txt", ".html")
"""Endings of pictures: a cast under such a name is what nobody asked for."""
DASHBOARDS = ("run", "replay", "attach", "play")
"""The commands that show the dashboard on this terminal."""


@dataclass(frozen=True)
class Session:
    """The options of `fwdash record`."""

    output: Path | None
    v3: bool
    idle: float
    tape: Path | None
    cast: Path | None
    gif: Path | None
    svg: Path | None
    png: Path | None
    at: float | None
    fps: float
    width: int
    overwrite: bool

    @property
    def pictures(self) -> list[Path]:
        """All pictures that are asked for."""
        return [path for path in (self.gif, self.svg, self.png) if path is not None]


def record_session(context: click.Context, command: tuple[str, ...], session: Session) -> None:
    """Record, then draw the pictures.

    Raises:
        UsageError: If the options contradict one another.
        RunError: If a file is there already, or cannot be read or written.
    """
    _require_sense(command, session)
    if session.cast is not None:
        _require_new(session.pictures, session)
        _draw(session.cast, session, _once(session.gif, []))
    elif session.tape is not None:
        _tape(session.tape, session)
    else:
        assert session.output is not None
        _require_new([session.output, *session.pictures], session)
        _live(context, command, session.output, session)


def _require_sense(command: tuple[str, ...], session: Session) -> None:
    if session.cast is not None and (session.tape or session.output or command):
        raise UsageError(
            "--from makes pictures of a cast: it goes with --gif, --svg and --png only."
        )
    if session.cast is not None and not session.pictures:
        raise UsageError("--from needs something to make: add --gif, --svg or --png FILE.")
    if session.tape is not None and command:
        raise UsageError("--tape names its own run: leave out what is after --.")
    if session.cast is None and session.tape is None and session.output is None:
        raise UsageError("Say where the recording goes: -o FILE.cast")
    if session.output is not None and (ending := session.output.suffix.lower()) in NO_CASTS:
        also = f" Add --{ending[1:]} {session.output}." if ending in NO_CASTS[:3] else ""
        raise UsageError(f"-o names the asciicast, and {session.output} ends in {ending}.{also}")
    endings = ((session.gif, ".gif"), (session.svg, ".svg"), (session.png, ".png"))
    for path, ending in endings:
        if path is not None and path.suffix.lower() != ending:
            raise UsageError(f"{path} must end in {ending}.")


def _require_new(paths: list[Path], session: Session) -> None:
    places = [path.absolute() for path in paths]
    for path, place in zip(paths, places, strict=True):
        if places.count(place) > 1:
            raise UsageError(f"{path} is asked for twice: give each file a name of its own.")
        require_file(path)
        if path.exists() and not session.overwrite:
            raise RunError(f"{path} is there already: choose another name, or add --overwrite.")


def _live(context: click.Context, command: tuple[str, ...], output: Path, session: Session) -> None:
    name, arguments = ("run", command)
    if command and command[0] in DASHBOARDS:
        name, arguments = command[0], command[1:]
    try:
        found = getattr(importlib.import_module(f"tui.commands.{name}"), name)
    except ImportError as error:
        raise UsageError(f"There is no command {name!r}.") from error
    asked = RecordingAsked(output, 3 if session.v3 else 2, session.idle, session.overwrite)
    before = output.stat().st_mtime_ns if output.exists() else None
    if before is None:
        # Where nothing can be written, that is said before the workers are started.
        os.close(create_file(output))
        output.unlink()
    code: object = 0
    try:
        with found.make_context(name, list(arguments), parent=context, obj=asked) as inner:
            found.invoke(inner)
    except SystemExit as leaving:
        code = leaving.code
    made = output.exists() and output.stat().st_mtime_ns != before
    if made:
        _draw(output, session, _once(session.gif, []))
    elif not code:
        raise UsageError(f"fwdash {name} showed no dashboard: there was nothing to record.")
    sys.exit(code)  # type: ignore[arg-type]


def _tape(path: Path, session: Session) -> None:
    from tui.film.tapes.film import film
    from tui.film.tapes.parse import load_tape

    tape = load_tape(path)
    casts = _once(session.output, _ending(tape.outputs, ".cast"))
    gifs = _once(session.gif, _ending(tape.outputs, ".gif"))
    if not casts and not gifs and not session.pictures and not tape.pictures:
        raise UsageError(f"{path} names no Output: say where the recording goes with -o FILE.cast")
    stills = [path for path in (session.svg, session.png) if path is not None]
    left = _left(session, [*casts, *gifs, *tape.pictures])
    casts, gifs = ([path for path in paths if path not in left] for paths in (casts, gifs))
    pictures = [path for path in tape.pictures if path not in left]
    _require_new([*casts, *gifs, *stills, *pictures], session)
    seen = film(tape, version=3 if session.v3 else 2, overwrite=session.overwrite, left=left)
    for cast in casts:
        write_new(cast, seen, overwrite=session.overwrite)
        _said(cast)
    for picture in pictures:
        _said(picture)
    for path in left:
        click.echo(
            f"{printable(str(path))} stays as it is: add --overwrite to make it anew.", err=True
        )
    with tempfile.TemporaryDirectory(prefix="fwdash-") as folder:
        whole = Path(folder) / "tape.cast"
        whole.write_bytes(seen)
        _draw(whole, session, gifs)


def _left(session: Session, paths: list[Path]) -> list[Path]:
    """What a tape would make and is there: where a person asks for a file of another name, it stays."""
    asked = [one for one in (session.output, session.gif, session.svg, session.png) if one]
    if session.overwrite or not asked:
        return []
    places = {path.absolute() for path in asked}
    return [path for path in paths if path.exists() and path.absolute() not in places]


def _once(asked: Path | None, named: list[Path]) -> list[Path]:
    """The file that is asked for and those that the tape names, which may be the same one."""
    paths = [*([asked] if asked else []), *named]
    return list({path.absolute(): path for path in reversed(paths)}.values())[::-1]


def _ending(paths: tuple[Path, ...], ending: str) -> list[Path]:
    return [path for path in paths if path.suffix.lower() == ending]


def _draw(source: Path, session: Session, gifs: list[Path]) -> None:
    """The pictures that are asked for, from a cast."""
    from tui.film.pictures.cast_reader import CastReader
    from tui.film.pictures.gif import gif
    from tui.film.pictures.moment import screen_at
    from tui.film.pictures.still import save_still

    cast = CastReader(source)
    if gifs:
        click.echo(f"Drawing {printable(str(gifs[0]))} …", err=True)
        drawn = gif(cast, fps=session.fps, width=session.width)
        for path in gifs:
            write_new(path, drawn, overwrite=session.overwrite)
            _said(path)
    for still in (session.svg, session.png):
        if still is not None:
            grid = screen_at(cast, session.at)
            save_still(grid, still, overwrite=session.overwrite, title=cast.title or "fwdash")
            _said(still)


def _said(path: Path) -> None:
    size = bytes_text(path.stat().st_size)
    click.echo(f"Wrote {printable(str(path))}, {size}.", err=True)
