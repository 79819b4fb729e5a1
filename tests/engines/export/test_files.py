"""CSV and Parquet files, read back by those who did not write them."""

from __future__ import annotations

import csv
import json
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from pyarrow import parquet

from engines.errors import RunError, UsageError
from engines.events import AnyEvent, Crashed, Marked, decode_event
from engines.export.columns import TABLES
from engines.export.exported import export
from engines.runlog.cursor import LogCursor
from tests.engines.streams import header, steps
from tests.engines.written import RACE, step_times, trained, write_log

FORMULAS = ["=HYPERLINK(0)", "+1", "-1", "@SUM(1)", "\t=1", " =1", "|calc"]


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    with open(folder / f"{table}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_both_forms_hold_the_same(tmp_path: Path) -> None:
    export(RACE, "csv", tmp_path / "csv")
    export(RACE, "parquet", tmp_path / "parquet")
    for table in TABLES:
        rows = rows_of(tmp_path / "csv", table)
        other = parquet.read_table(tmp_path / "parquet" / f"{table}.parquet").to_pylist()
        assert len(rows) == len(other)
        for row, values in zip(rows, other, strict=True):
            for name, value in values.items():
                if isinstance(value, int | float) and not isinstance(value, bool):
                    assert float(row[name]) == value, (table, name)
                else:
                    told = {None: "", True: "true", False: "false"}.get(value, value)
                    assert row[name] == told, (table, name)


def test_columns_and_units_are_described_beside_the_tables(tmp_path: Path) -> None:
    export(RACE, "parquet", tmp_path)
    document = json.loads((tmp_path / "metadata.json").read_text())
    assert document["run"]["seed"] == 0
    assert document["damaged"] is None
    for table, columns in document["tables"].items():
        schema = parquet.read_schema(tmp_path / f"{table}.parquet")
        assert [column["name"] for column in columns] == schema.names
        assert schema.field(0).metadata[b"description"].decode() == columns[0]["meaning"]
        assert decode_event(schema.metadata[b"fwdash.header"]).at == 0.0


def test_tables_without_rows_are_there_with_their_columns(tmp_path: Path) -> None:
    export(write_log(tmp_path / "a"), "csv", tmp_path / "csv")
    for table, columns in TABLES.items():
        with open(tmp_path / "csv" / f"{table}.csv", newline="") as file:
            assert list(csv.reader(file)) == [[column.name for column in columns]]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_to_a_spreadsheet(tmp_path: Path, text: str) -> None:
    log = write_log(tmp_path / "a", Marked(at=1.0, text=text))
    export(log, "csv", tmp_path / "csv")
    (row,) = rows_of(tmp_path / "csv", "happenings")
    assert row["text"] == "'" + text
    export(log, "parquet", tmp_path / "parquet")
    table = parquet.read_table(tmp_path / "parquet" / "happenings.parquet")
    assert table["text"].to_pylist() == [text]


def test_texts_with_commas_quotes_and_lines_come_back_as_they_were(tmp_path: Path) -> None:
    reason = 'a "b", c\nd; é 漢'
    log = write_log(tmp_path / "a", Crashed(lane="torch", at=1.0, reason=reason))
    export(log, "csv", tmp_path / "csv")
    (row,) = rows_of(tmp_path / "csv", "happenings")
    assert row["text"] == reason


def test_a_negative_figure_is_a_figure(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a", steps("torch", 1, [-0.5]))
    export(log, "csv", tmp_path / "csv")
    assert rows_of(tmp_path / "csv", "steps")[0]["loss"] == "-0.5"


@pytest.mark.parametrize("to", ["csv", "parquet", "tensorboard"])
def test_nothing_is_written_over_unless_asked_for(tmp_path: Path, to: str) -> None:
    log = write_log(tmp_path / "a", *trained("torch", step_times(3)))
    out = tmp_path / "out"
    export(log, to, out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    with pytest.raises(RunError, match="there already"):
        export(log, to, out)
    export(log, to, out, overwrite=True)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("to", ["csv", "parquet", "tensorboard"])
def test_a_full_disk_leaves_no_half_table(tmp_path: Path, to: str) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
    try:
        with pytest.raises(RunError, match="failed"):
            export(RACE, to, tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not list((tmp_path / "out").iterdir())
    export(RACE, to, tmp_path / "out")


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


def disk_full(log: Path, to: str, out: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
    try:
        with pytest.raises(RunError, match=r"^Writing to .* failed: .*File too large"):
            export(log, to, out, overwrite=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def interrupted(log: Path, to: str, out: Path) -> None:
    take = LogCursor.take

    def take_until_interrupted(cursor: LogCursor) -> AnyEvent | None:
        if cursor.line > 100:
            raise KeyboardInterrupt
        return take(cursor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LogCursor, "take", take_until_interrupted)
        with pytest.raises(KeyboardInterrupt):
            export(log, to, out, overwrite=True)


@pytest.mark.parametrize("fail", [disk_full, interrupted])
@pytest.mark.parametrize("to", ["csv", "parquet", "tensorboard"])
def test_what_cannot_be_replaced_stays_as_it_was(
    tmp_path: Path, to: str, fail: Callable[[Path, str, Path], None]
) -> None:
    out = tmp_path / "out"
    export(RACE, to, out)
    (out / "mine.txt").write_text("mine")
    before = files_below(out)
    fail(RACE, to, out)
    assert files_below(out) == before


@pytest.mark.parametrize("to", ["csv", "parquet", "tensorboard"])
def test_a_damaged_log_is_exported_up_to_the_damage(tmp_path: Path, to: str) -> None:
    log = write_log(tmp_path / "a", *trained("torch", step_times(3)), tail=b"{broken}\n")
    damage = export(log, to, tmp_path / to).damage
    assert damage is not None
    assert damage.line == 5


@pytest.mark.parametrize("to", ["csv", "parquet", "tensorboard"])
def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path, to: str) -> None:
    log = write_log(tmp_path / "a")
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is no folder"):
        export(log, to, tmp_path / "file")
    with pytest.raises(RunError):
        export(log, to, tmp_path / "file" / "below")
    (tmp_path / "bad").write_bytes(b"\xff\xfe\n")
    with pytest.raises(RunError, match="no run log"):
        export(tmp_path / "bad", to, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_lane_that_is_named_after_a_path_leads_nowhere_else(tmp_path: Path) -> None:
    head = header("../../x", "/etc/y", "..")
    out = tmp_path / "deep" / "out"
    export(write_log(tmp_path / "a", head=head), "tensorboard", out)
    folders = sorted(path.parent for path in tmp_path.rglob("events.out.*"))
    assert len(folders) == 3
    assert all(folder.is_relative_to(out / "test") for folder in folders)
