"""TensorBoard event files by tensorboardX, without the framework that it would import."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any


def tensorboardx(module: str) -> ModuleType:
    """A module of tensorboardX, imported without PyTorch.

    `tensorboardX.writer` imports torch where it is installed, only to name its tensors in type hints:
    2.5 s and 300 MB that this process must not spend. It goes without where the import fails.
    """
    missing = object()
    before = sys.modules.get("torch", missing)
    if before is missing:
        sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        return importlib.import_module(f"tensorboardX.{module}")
    finally:
        if before is missing:
            del sys.modules["torch"]


class Records:
    """One event file, of one TensorBoard run."""

    def __init__(self, folder: Path, started: float) -> None:
        """Create the file in `folder`, which is made; `started` is in seconds since the epoch.

        Raises:
            OSError: If it cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._event = tensorboardx("proto.event_pb2").Event
        self._summary = tensorboardx("proto.summary_pb2").Summary
        self._writer: Any = tensorboardx("record_writer").RecordWriter(
            str(folder / f"events.out.tfevents.{int(started)}.fwdash")
        )
        self._write(self._event(wall_time=started, file_version="brain.Event:2"))

    def scalars(self, step: int, wall_time: float, values: Mapping[str, float | None]) -> None:
        """Figures at a step by their tags; None is not measured and left out."""
        value = self._summary.Value
        known = [
            value(tag=tag, simple_value=figure)
            for tag, figure in values.items()
            if figure is not None
        ]
        if known:
            self.summary(step, wall_time, self._summary(value=known))

    def text(self, step: int, wall_time: float, tag: str, text: str) -> None:
        """A text at a step."""
        self.summary(step, wall_time, tensorboardx("summary").text(tag, text))

    def summary(self, step: int, wall_time: float, summary: Any) -> None:
        """Any summary of tensorboardX."""
        self._write(self._event(wall_time=wall_time, step=step, summary=summary))

    def _write(self, event: Any) -> None:
        self._writer.write(event.SerializeToString())

    def flush(self) -> None:
        """Bring what was written to the disk."""
        self._writer.flush()

    def close(self) -> None:
        """Flush and close; raises `OSError` if that fails."""
        self._writer.close()
