"""Tables as Parquet, with the run's header and each column's meaning in the schema's metadata."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from engines.events import Header, encode
from engines.export.columns import TABLES, TEXT, schema

if TYPE_CHECKING:
    import pyarrow

SUFFIX = ".parquet"


class ParquetFiles:
    """A Parquet file a table, a row group a batch."""

    def __init__(self, folder: Path, header: Header) -> None:
        """Open all files, so that each table is there even when it is empty."""
        from pyarrow import parquet

        about = {"fwdash.header": encode(header).decode().strip()}
        self._writers: dict[str, Any] = {
            table: parquet.ParquetWriter(
                str(folder / f"{table}{SUFFIX}"),
                schema(table, about),
                compression="zstd",
                # Figures hardly ever repeat: a dictionary would only take memory.
                use_dictionary=[column.name for column in columns if column.kind == TEXT],
            )
            for table, columns in TABLES.items()
        }

    def write(self, table: str, batch: pyarrow.RecordBatch) -> None:
        """Append a batch."""
        writer = self._writers[table]
        writer.write_batch(batch.replace_schema_metadata(writer.schema.metadata))

    def close(self) -> None:
        """Close all files."""
        for writer in self._writers.values():
            writer.close()
