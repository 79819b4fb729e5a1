"""A document as one HTML page that needs nothing beside it: no script, no font, no network."""

from __future__ import annotations

import re
from importlib import resources

from engines.report.chart_look import ACCENTS, DARK
from engines.report.document import NA, Document, Drawing


def html_page(document: Document) -> str:
    """The page. Texts of the document are escaped, whatever they hold; charts are inlined."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    here = resources.files("engines.report")
    template = environment.from_string((here / "page.html.jinja").read_text("utf-8"))
    return template.render(
        document=document,
        # Our own files and our own drawings: the only texts that are not escaped.
        css=Markup((here / "page.css").read_text("utf-8")),
        light=Markup(_colours(dark=False)),
        dark=Markup(_colours(dark=True)),
        inline=lambda chart: Markup(inline_svg(chart)),
        na=NA,
    )


def inline_svg(chart: Drawing) -> str:
    """A chart's SVG file as an element of a page, which follows the page's light or dark colours."""
    svg = chart.svg[chart.svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    head, _, rest = svg.partition(">")
    box = re.search(r'viewBox="[^"]*"', head)
    assert box is not None
    # Ids are unique in a page, not in each drawing.
    rest = re.sub(r'\bid="', f'id="{chart.name}-', rest)
    rest = re.sub(r'(?:xlink:)?href="#', f'href="#{chart.name}-', rest)
    rest = rest.replace("url(#", f"url(#{chart.name}-")
    for colour in DARK:
        rest = rest.replace(colour, f"var({_variable(colour)})")
    return f'<svg {box[0]} role="img" aria-labelledby="{chart.name}-title">{rest}'


def _colours(*, dark: bool) -> str:
    return " ".join(
        f"{_variable(colour)}: {instead if dark else colour};" for colour, instead in DARK.items()
    )


def _variable(colour: str) -> str:
    return f"--c{ACCENTS.index(colour)}" if colour in ACCENTS else f"--x{colour[1:]}"
