"""In a terminal of few colours no two lanes become one, and nothing shines that did not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.color import ColorSystem
from textual.color import BLACK, Color

from engines.accents import COLOURS, OF_FRAMEWORK
from tests.tui.scripted import Scripted, train
from tui.app import FwdashApp
from tui.config import Config
from widgets.chart import SIXTEEN, accent_color, quieter, use_sixteen
from widgets.chart.palette import contrast
from widgets.key_bar import KeyBar
from widgets.run_lines import RunBar

DARK = Color(18, 18, 18)


@pytest.fixture(autouse=True)
def full_palette_afterwards() -> Iterator[None]:
    yield
    use_sixteen(False)


def seen(color: Color, *, bold: bool = False) -> int:
    """The number of the colour that a terminal of 16 shows; bold makes it bright in many."""
    number = color.rich_color.downgrade(ColorSystem.STANDARD).number
    assert number is not None
    return number | 8 if bold else number


@pytest.mark.parametrize("paper", [DARK, BLACK])
@pytest.mark.parametrize("bold", [True, False])
def test_frameworks_and_their_borders_stay_apart(paper: Color, bold: bool) -> None:
    use_sixteen(True)
    colours = {seen(accent_color(at, paper), bold=bold) for at in OF_FRAMEWORK.values()}
    borders = {seen(quieter(accent_color(at, paper), paper)) for at in OF_FRAMEWORK.values()}
    assert len(colours) == len(borders) == len(OF_FRAMEWORK)


def test_every_lane_has_a_colour_of_its_own() -> None:
    use_sixteen(True)
    assert len({seen(accent_color(at, DARK)) for at in range(COLOURS)}) == COLOURS == len(SIXTEEN)


@pytest.mark.parametrize(
    ("system", "few"), [("standard", True), ("256", True), ("truecolor", False)]
)
async def test_the_bar_has_no_hue_where_its_own_would_become_navy(system: str, few: bool) -> None:
    app = FwdashApp(Scripted(train()))
    async with app.run_test(size=(100, 30)) as pilot:
        assert accent_color(1, DARK).hex != SIXTEEN[1], "no terminal, no few colours"
        app.show_in(system)
        await pilot.pause()
        paper = app.screen.query_one(RunBar).background_colors[1]
        assert (paper.r == paper.g == paper.b) is few
        assert (accent_color(1, DARK).hex == SIXTEEN[1]) is (system == "standard")


@pytest.mark.parametrize("theme", ["textual-light", "textual-dark"])
async def test_labels_and_keys_can_be_read_on_a_light_theme_too(theme: str) -> None:
    app = FwdashApp(Scripted(train()), Config(theme=theme))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        bar = app.screen.query_one(KeyBar)
        paper = bar.background_colors[1]
        for role in ("label", "dim", "key"):
            color = bar.get_component_styles(f"strip--{role}").color
            assert contrast(paper + color, paper) >= 3.2, role
