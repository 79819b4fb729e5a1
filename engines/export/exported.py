"""From a run log to the files of another format."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from engines.errors import RunError
from engines.events import Header
from engines.export import csv_files, parquet_files
from engines.export.columns import TABLES
from engines.export.csv_files import CsvFiles
from engines.export.folder import claim, not_written
from engines.export.metadata import FILE, describe
from engines.export.parquet_files import ParquetFiles
from engines.export.tables import Tables
from engines.export.tensorboard_files import TensorBoardFiles, folder_name
from engines.runlog.reader import LogReader, require_training
from engines.whole_file import whole_set

EVENT_FILES = "*/events.out.tfevents.*"
FORMATS = ("csv", "parquet", "tensorboard")


def export(log: Path, to: str, folder: Path, *, overwrite: bool = False) -> LogReader:
    """Write a run in one of `FORMATS` into `folder`; what was read tells of damage.

    Raises:
        UsageError, RunError: In one sentence, if the log cannot be read or the files not written.
    """
    try:
        return _export(log, to, folder, overwrite)
    except UnicodeEncodeError as error:
        raise RunError(
            f"{folder} is no name in UTF-8, as Arrow needs it: choose another."
        ) from error
    except (OverflowError, ValueError) as error:
        # A step of 10^30 can be decoded, but no format has room for it.
        raise RunError(f"{log} holds a number out of all bounds: {error}.") from error
    except OSError as error:
        raise not_written(folder, error) from error


def _export(log: Path, to: str, folder: Path, overwrite: bool) -> LogReader:
    reader = LogReader(log)
    events = reader.events()
    header = next(events, None)
    assert isinstance(header, Header)
    require_training(log, header)
    if to == "tensorboard":
        place = claim_tensorboard(folder, header, overwrite=overwrite)
        # Two event files in one folder would be read as one run.
        with (
            whole_set(place, place.glob(EVENT_FILES)) as new,
            TensorBoardFiles(new, header) as files,
        ):
            for event in events:
                files.write(event)
        return reader
    kind, suffix = (
        (CsvFiles, csv_files.SUFFIX) if to == "csv" else (ParquetFiles, parquet_files.SUFFIX)
    )
    names = [FILE, *(f"{table}{suffix}" for table in TABLES)]
    claim(folder, names, overwrite=overwrite)
    earlier = [folder / name for name in names if os.path.lexists(folder / name)]
    with whole_set(folder, earlier) as new:
        with contextlib.closing(kind(new, header)) as tables:
            for table, batch in Tables(header).follow(events):
                tables.write(table, batch)
        document = json.dumps(describe(header, reader.damage), indent=2, ensure_ascii=False)
        (new / FILE).write_text(document + "\n", encoding="utf-8")
    return reader


def claim_tensorboard(folder: Path, header: Header, *, overwrite: bool) -> Path:
    """The folder of a run's event files: one below `folder`, so that runs can stand side by side.

    Raises:
        UsageError, RunError: As `claim`.
    """
    name = folder_name(header.id)
    claim(folder, [name], overwrite=overwrite)
    return folder / name
