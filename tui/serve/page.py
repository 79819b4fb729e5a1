"""What a browser is given: one page, its script and style, the terminal and its fonts. No network."""

from __future__ import annotations

import html
import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path
from string import Template

from engines.errors import RunError

HERE = Path(__file__).parent
STYLE = "text/css"
SCRIPT = "text/javascript"
FONT = "font/ttf"
# Only licence texts in comments name addresses in these files; no address at all is easier to check.
COMMENT_ADDRESS = re.compile(rb"https?://(?=[\w./-]+\s)")


@dataclass(frozen=True)
class Asset:
    """A file that the page asks for."""

    content: bytes
    content_type: str


def assets() -> dict[str, Asset]:
    """Name under `/static/` -> what is there; raises `RunError` where a package lacks its files.

    The terminal draws with a font by the name of Roboto Mono, which `page.css` gives to DejaVu Sans
    Mono: it has the braille and block characters that the charts are made of, and it comes with
    Matplotlib.
    """
    terminal = _package("textual_serve") / "static"
    fonts = _package("matplotlib") / "mpl-data" / "fonts" / "ttf"
    try:
        return {
            "page.css": Asset((HERE / "page.css").read_bytes(), STYLE),
            "page.js": Asset((HERE / "page.js").read_bytes(), SCRIPT),
            "xterm.css": Asset(
                COMMENT_ADDRESS.sub(b"", (terminal / "css" / "xterm.css").read_bytes()), STYLE
            ),
            "textual.js": Asset((terminal / "js" / "textual.js").read_bytes(), SCRIPT),
            "mono.ttf": Asset((fonts / "DejaVuSansMono.ttf").read_bytes(), FONT),
            "mono-bold.ttf": Asset((fonts / "DejaVuSansMono-Bold.ttf").read_bytes(), FONT),
        }
    except OSError as error:
        raise RunError(f"The page cannot be put together: {error.filename} is missing.") from error


def page(title: str, host: str) -> str:
    """The page of a run, for a browser that calls this server `host`."""
    template = Template((HERE / "page.html").read_text(encoding="utf-8"))
    return template.substitute(title=html.escape(title), host=html.escape(host))


def policy(host: str) -> str:
    """The Content-Security-Policy: nothing from anywhere else, in no other page's frame.

    xterm.js styles its cells in place, hence the unsafe-inline for styles only.
    """
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        f"img-src 'self' data:; connect-src 'self' ws://{host}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def _package(name: str) -> Path:
    """The folder of an installed package, without importing it."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise RunError(f"fwdash serve needs the package {name}, which is not installed.")
    return Path(found.origin).parent
