"""Draw the pictures in this folder from logged runs: `python screenshots/make.py [TAPE...]`.

Each `*.tape` here plays over a `*.fwdash.jsonl`, the log of a real run (record a new one with the
command in its header), without a terminal and at a clock of its own: the same tapes give the same
bytes. Everything that a tape names is written: SVG and PNG stills, GIFs, casts.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))


def make(tape: Path) -> list[Path]:
    """Play one tape; the files that it wrote."""
    from tui.film.pictures.cast_reader import CastReader
    from tui.film.pictures.gif import gif
    from tui.film.tapes.film import film
    from tui.film.tapes.parse import load_tape

    read = load_tape(tape)
    seen = film(read, overwrite=True)
    for output in read.outputs:
        if output.suffix == ".cast":
            output.write_bytes(seen)
            continue
        with tempfile.NamedTemporaryFile(suffix=".cast") as cast:
            cast.write(seen)
            cast.flush()
            output.write_bytes(gif(CastReader(Path(cast.name)), fps=read.settings.framerate))
    return [*read.outputs, *read.pictures]


def main() -> None:
    """Play all tapes, or those that are named."""
    os.environ.pop("NO_COLOR", None)
    tapes = [Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("*.tape"))
    for tape in tapes:
        for path in make(tape):
            print(f"{path}  {path.stat().st_size / 1000:,.0f} kB", flush=True)


if __name__ == "__main__":
    main()
