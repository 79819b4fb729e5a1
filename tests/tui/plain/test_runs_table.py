"""`fwdash runs` and `fwdash replay --headless` as a person calls them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.run.read import read_run
from engines.run.summary import summarise
from engines.runlog.folder import runs_folder
from tests.engines.logs import RECORDED
from tui.cli import main
from widgets.quantities import bytes_text


def fwdash(*arguments: str) -> Result:
    """`fwdash ARGUMENTS`, in this process."""
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture
def run() -> Path:
    """The recorded run in the folder of runs."""
    runs_folder().mkdir(parents=True)
    return Path(shutil.copy(RECORDED, runs_folder() / "race.fwdash.jsonl"))


def test_an_empty_folder_says_what_to_do() -> None:
    done = fwdash("runs")
    assert done.exit_code == 0
    assert "start one with fwdash" in done.output
    assert json.loads(fwdash("runs", "--json").output) == []


def test_the_table_and_its_data(run: Path) -> None:
    (run.parent / "junk.fwdash.jsonl").write_bytes(b"\x1b[31mjunk\n")
    table = fwdash("runs").output
    assert "race " in table
    assert "2,500" in table
    assert "200 KiB" in table
    assert "junk" in table
    assert "\x1b" not in table
    document = {entry["name"]: entry for entry in json.loads(fwdash("runs", "--json").output)}
    assert document["race"]["lanes"][0] == {"id": "torch", "result": "finished", "steps": 2500}
    assert document["junk"]["problem"]


def test_delete_asks_and_yes_does_not(run: Path) -> None:
    refused = fwdash("runs", "delete", "race")
    assert refused.exit_code == 2
    assert "--yes" in refused.output
    assert run.exists()
    assert fwdash("runs", "delete", "race", "--yes").exit_code == 0
    assert not run.exists()


def test_several_are_deleted_at_once_and_the_list_has_a_total(run: Path) -> None:
    """An over-night run has gigabytes: what all take, and how to be rid of them, in one line each."""
    for name in ("one", "two"):
        (run.parent / f"{name}.fwdash.jsonl").write_bytes(run.read_bytes())
    size = bytes_text(3 * run.stat().st_size)
    assert f"3 runs, {size}" in fwdash("runs").output
    refused = fwdash("runs", "delete", "one", "two")
    assert refused.exit_code == 2
    assert "Nobody can be asked here whether to delete" in refused.output
    assert fwdash("runs", "delete", "one", "nothing", "--yes").exit_code == 2
    assert len(list(run.parent.glob("*.jsonl"))) == 3, "none before all are known"
    assert fwdash("runs", "delete", "one", "two", "one", "--yes").output.count("Deleted") == 2
    assert [path.name for path in run.parent.glob("*.jsonl")] == ["race.fwdash.jsonl"]


def test_rename_and_its_refusals(run: Path) -> None:
    assert fwdash("runs", "rename", "race", "../race").exit_code == 2
    assert fwdash("runs", "rename", "race", "mine").output == "race is now mine.\n"
    assert fwdash("runs", "rename", "nothing", "x").exit_code == 2


def test_open_needs_a_terminal_as_replay_does(run: Path) -> None:
    for command in (("runs", "open", "race"), ("replay", "race")):
        done = fwdash(*command)
        assert done.exit_code == 2
        assert "terminal" in done.output


def test_headless_prints_the_summary_of_the_run(run: Path) -> None:
    done = fwdash("replay", "last", "--headless", "--json")
    assert done.exit_code == 0
    assert json.loads(done.output) == summarise(read_run(run), str(run))
    assert "parity: keras to torch" in fwdash("replay", "race", "--headless").output


@pytest.mark.parametrize(
    "arguments", [("--json",), ("--speed", "0"), ("--speed", "nan"), ("--speed", "100")]
)
def test_what_cannot_be_is_one_sentence(run: Path, arguments: tuple[str, ...]) -> None:
    done = fwdash("replay", "race", *arguments)
    assert done.exit_code == 2
    assert done.output.count("\n") == 1


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.integers(0, 204_000), junk=st.binary(max_size=40), cut=st.booleans())
def test_any_damage_gives_a_summary_or_one_clear_error(
    tmp_path: Path, at: int, junk: bytes, cut: bool
) -> None:
    path = tmp_path / "a.fwdash.jsonl"
    whole = RECORDED.read_bytes()
    path.write_bytes(whole[:at] + (b"" if cut else junk + whole[at + len(junk) :]))
    done = CliRunner().invoke(main, ["replay", str(path), "--headless", "--json"])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    told = done.stderr.strip().splitlines()
    if done.stdout:
        assert json.loads(done.stdout)["run"]["log"] == str(path)
    if done.exit_code:
        assert len(told) == 1
        assert told[0].startswith("fwdash: ")
    else:
        # A damaged name of an event is that of one which a newer fwdash may have.
        assert all("of a newer fwdash w" in line for line in told)
    if cut:
        assert done.exit_code == (at < whole.index(b"\n"))
