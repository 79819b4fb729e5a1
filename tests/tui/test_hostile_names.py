"""Names of runs that would move the cursor, look like other messages or stand in another order."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from click.testing import CliRunner, Result

from engines.events import Crashed
from engines.runlog.folder import runs_folder
from engines.runlog.safe_event import safe_event
from tests.engines.streams import header, steps, trained_by
from tests.engines.written import RACE, step_times, trained, write_log
from tests.tui.scripted import Scripted
from tui.app import FwdashApp
from tui.cli import main
from tui.film.casts.keyframe import keyframe
from tui.film.pictures.live import live_grid

NAME = "a\x1b[31m\u202eb\nfwdash: c"
SHOWN = r"a\x1b[31m\u202eb\nfwdash: c"


@pytest.fixture
def run() -> Path:
    """A recorded run under a harmful name."""
    runs_folder().mkdir(parents=True)
    return write_log(runs_folder() / f"{NAME}.fwdash.jsonl", *trained("torch", step_times(3)))


def fwdash(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.mark.parametrize(
    "command",
    [
        ("runs",),
        ("runs", "delete", "last"),
        ("runs", "delete", "nothing"),
        ("replay", "last", "--headless"),
        ("runs", "rename", "last", "b"),
        ("runs", "delete", "last", "--yes"),
        ("report", "last", "-o", f"{NAME}.md"),
        ("report", "last", "-o", f"none/{NAME}/r.md"),
        ("export", "last", NAME, "--to", "csv"),
        ("record", "--tape", f"{NAME}.tape"),
        ("play", f"{NAME}.tape"),
    ],
)
def test_a_harmful_name_is_written_out_wherever_it_is_printed(
    run: Path, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = fwdash(*command).output
    assert SHOWN in said
    assert all(line.isprintable() for line in said.splitlines())
    assert not any(line.startswith("fwdash: c") for line in said.splitlines())


def test_data_hold_a_name_as_it_is(run: Path) -> None:
    (entry,) = json.loads(fwdash("runs", "--json").output)
    assert entry["name"] == NAME
    assert entry["path"] == str(run)
    document = json.loads(fwdash("replay", "last", "--headless", "--json").output)
    assert document["run"]["log"] == str(run)


@pytest.mark.parametrize("form", ["html", "md"])
def test_a_report_shows_a_harmful_name_and_workload_written_out(
    run: Path, tmp_path: Path, form: str
) -> None:
    head = msgspec.structs.replace(
        header("torch", workload=f"/{NAME}.py"), command=("fwdash", f"/{NAME}.py")
    )
    write_log(run, steps("torch", 1, [1.0]), head=head)
    page = tmp_path / f"r.{form}"
    assert fwdash("report", "last", "-o", str(page)).exit_code == 0
    text = page.read_text()
    assert not {"\x1b", "\u202e"} & set(text)
    assert text.replace("\\\\", "\\").replace("\\[", "[").count(SHOWN) >= 4


def test_a_lane_whose_name_cannot_be_shown_is_no_fwdash_lane(run: Path) -> None:
    write_log(run, head=header("to\x1b[31mrch"))
    done = fwdash("replay", "last", "--headless")
    assert done.exit_code == 1
    assert "the name of a lane cannot be shown" in done.output


CRASHED = Crashed(lane="torch", at=2.0, reason=NAME, last_lines=(NAME, "\tb"))


def test_what_a_worker_said_is_written_out_in_the_summary(run: Path) -> None:
    write_log(run, steps("torch", 1, [1.0]), CRASHED)
    said = fwdash("replay", "last", "--headless").output
    assert f"torch: {SHOWN}" in said
    assert all(line.isprintable() for line in said.splitlines())


@pytest.mark.parametrize("form", ["html", "md"])
def test_what_a_worker_said_is_written_out_in_a_report(
    run: Path, tmp_path: Path, form: str
) -> None:
    write_log(run, steps("torch", 1, [1.0]), CRASHED)
    page = tmp_path / f"r.{form}"
    assert fwdash("report", "last", "-o", str(page)).exit_code == 0
    assert all(line.isprintable() for line in page.read_text().splitlines())
    # The last lines keep their ends.
    assert "a\\x1b[31m\\u202eb\nfwdash: c\n    b" in page.read_text()


async def test_a_recording_and_a_picture_of_what_a_worker_said_command_no_terminal() -> None:
    app = FwdashApp(Scripted([CRASHED]))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause(0.3)
        painted, grid = keyframe(app), live_grid(app)
    assert "a[31mb" in grid.text
    assert "\u202e" not in painted + grid.text
    assert "a\x1b[31m" not in painted
    assert all(line.isprintable() for line in grid.text.splitlines())


async def test_a_notice_and_the_top_line_write_it_out() -> None:
    source = Scripted()
    source.header = safe_event(trained_by(source.header, workload=f"/{NAME}.py"))
    app = FwdashApp(source)
    async with app.run_test(size=(120, 24)) as pilot:
        app.notify(f"/{NAME} cannot be read.", markup=False)
        await pilot.pause()
        rows = [strip.text for strip in app.screen._compositor.render_strips()]
    assert SHOWN in rows[0]
    assert [told.message for told in app._notifications] == [f"/{SHOWN} cannot be read."]
    assert all(row.isprintable() for row in rows)


@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_a_report_may_have_a_name_that_is_no_utf_8(run: Path, tmp_path: Path, suffix: str) -> None:
    done = fwdash("report", "last", "-o", str(tmp_path / f"r\udcff{suffix}"))
    assert done.exit_code == 0
    assert rf"r\xff{suffix}" in done.output
    text = (tmp_path / f"r\udcff{suffix}").read_text()
    assert suffix == ".html" or "(r%FF-charts/" in text


@pytest.mark.parametrize("to", ["csv", "parquet"])
def test_a_folder_whose_name_arrow_cannot_take_is_said(run: Path, tmp_path: Path, to: str) -> None:
    done = fwdash("export", "last", str(tmp_path / "o\udcff"), "--to", to)
    assert done.exit_code == 1
    assert r"o\xff is no name in UTF-8" in done.output


def test_a_picture_with_a_harmful_title_is_xml_all_the_same(tmp_path: Path) -> None:
    tape = tmp_path / "a.tape"
    tape.write_text(f'Source {RACE}\nSet Title "a\x1b[31mb"\nSleep 100ms\n')
    done = fwdash("record", "--tape", str(tape), "--svg", str(tmp_path / "a.svg"))
    assert done.exit_code == 0
    ElementTree.parse(tmp_path / "a.svg")
    assert r"a\x1b[31mb" in (tmp_path / "a.svg").read_text()
