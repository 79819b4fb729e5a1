"""A whole run log, read event by event."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engines.errors import RunError
from engines.events import AnyEvent, Header
from engines.runlog.cursor import Damage, LogCursor
from engines.runlog.passed_over import PassedOver


class LogReader:
    """A run log being read; `damage` says where reading stopped early, if it did."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damage: Damage | None = None
        self.passed = PassedOver()
        """What a newer fwdash wrote, as far as was read."""

    def events(self) -> Iterator[AnyEvent]:
        """The header, then the events up to the end or the damage.

        A torn last line, what a kill leaves, is passed over. Raises `RunError` for a file that cannot
        be read, is no run log, or was written by a newer fwdash.
        """
        cursor = LogCursor(self.path)
        self.passed = cursor.passed
        try:
            yield cursor.header
            while (event := cursor.take()) is not None:
                yield event
            self.damage = cursor.damage
        finally:
            cursor.close()


def require_training(path: Path, header: Header) -> None:
    """Raises `RunError` for the log of a run that trains nothing: some readers tell of lanes alone."""
    if header.recipe is None:
        raise RunError(
            f"{path} trains nothing: it holds the cells of a study, which fwdash replay shows."
        )
