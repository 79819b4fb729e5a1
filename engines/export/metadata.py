"""What the tables of an export mean, and of which run they are: one JSON document."""

from __future__ import annotations

from typing import Any

import msgspec

from engines.events import Header
from engines.export.columns import TABLES
from engines.runlog.cursor import Damage

FILE = "metadata.json"
EXPORT_SCHEMA = 1


def describe(header: Header, damage: Damage | None = None) -> dict[str, Any]:
    """The run's header and recipe, where its log was damaged, and all columns with kinds and meanings."""
    run = msgspec.to_builtins(header)
    return {
        "export_schema": EXPORT_SCHEMA,
        "run": {**run, **run.pop("recipe")},
        "damaged": None if damage is None else {"line": damage.line, "reason": damage.reason},
        "tables": {
            table: [
                {"name": column.name, "kind": column.kind, "meaning": column.meaning}
                for column in columns
            ]
            for table, columns in TABLES.items()
        },
    }
