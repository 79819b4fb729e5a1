"""Tables as CSV (RFC 4180 quoting, UTF-8, empty for what was not measured)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from engines.events import Header
from engines.export.columns import TABLES, TEXT, schema

if TYPE_CHECKING:
    import pyarrow

SUFFIX = ".csv"
FORMULA = r"^[\s]*[=+\-@|%\t\r]"
"""A spreadsheet runs a text that begins like this (OWASP, "CSV Injection")."""


class CsvFiles:
    """A CSV file a table, written as batches come."""

    def __init__(self, folder: Path, header: Header) -> None:
        """Open all files, so that each table is there even when it is empty."""
        from pyarrow import csv

        self._writers: dict[str, Any] = {
            table: csv.CSVWriter(str(folder / f"{table}{SUFFIX}"), schema(table))
            for table in TABLES
        }

    def write(self, table: str, batch: pyarrow.RecordBatch) -> None:
        """Append a batch."""
        self._writers[table].write_batch(_without_formulas(table, batch))

    def close(self) -> None:
        """Close all files."""
        for writer in self._writers.values():
            writer.close()


def _without_formulas(table: str, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    """Texts that a spreadsheet would take for a formula get an apostrophe before them."""
    import pyarrow
    from pyarrow import compute

    columns = []
    for column, values in zip(TABLES[table], batch.columns, strict=True):
        if column.kind == TEXT:
            harmful = compute.match_substring_regex(values, FORMULA)
            marked = compute.binary_join_element_wise("'", values, "")
            values = compute.if_else(harmful, marked, values)
        columns.append(values)
    return pyarrow.RecordBatch.from_arrays(columns, schema=batch.schema)
