"""Looks at workloads away from the screen's thread: a person's own file may take its time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

from engines.errors import RunError, UsageError
from engines.workloads.catalogue import canonical, is_file
from engines.workloads.check import check
from engines.workloads.examine import Checked

Key: TypeAlias = tuple[str, tuple[str, ...], tuple[int, int]]
"""Name, frameworks, and what tells a file from one that was changed since."""


def look_key(name: str, frameworks: Iterable[str]) -> Key:
    """What a look depends on."""
    stamp = (0, 0)
    if is_file(name):
        try:
            status = Path(name).expanduser().stat()
            stamp = (status.st_mtime_ns, status.st_size)
        except OSError:
            pass
    return name, tuple(sorted(set(frameworks))), stamp


class WorkloadLook:
    """Remembers each answer; `answered` is called on another thread when there is a new one."""

    def __init__(self, answered: Callable[[], object]) -> None:
        self._answered = answered
        self._known: dict[Key, Checked | str] = {}
        self._looking: set[Key] = set()

    def known(self, key: Key) -> Checked | str | None:
        """What was found, or the sentence that says what is wrong; None if nobody looked yet."""
        return self._known.get(key)

    def ask(self, key: Key) -> None:
        """Look, unless that was done or is being done; returns at once."""
        if key not in self._known and key not in self._looking:
            self._looking.add(key)
            # A daemon: a file that hangs must not hold up the way out.
            threading.Thread(target=self._look, args=(key,), daemon=True).start()

    def _look(self, key: Key) -> None:
        name, frameworks, _ = key
        try:
            self._known[key] = check(canonical(name), frameworks)
        except (UsageError, RunError) as error:
            self._known[key] = str(error)
        except Exception as error:
            self._known[key] = f"{name} cannot be looked at: {type(error).__name__}: {error}."
        self._looking.discard(key)
        self._answered()
