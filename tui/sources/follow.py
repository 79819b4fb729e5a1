"""A source that follows the run log which another process writes.

The log is the whole event stream, line by line, for its owner's eyes only (mode 0600). So the
process that trains knows nothing of who watches: there is nothing to wait for and nothing to drop.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from pathlib import Path

import psutil

from engines.events import AnyEvent, Logged, Phase, Steps
from engines.phases import RUNNING, PhaseName
from engines.progress import WorkerProgress
from engines.runlog.growing import GrowingLog
from engines.runlog.writing import Writing
from tui.sources.run_clock import RunClock
from tui.sources.watched import Watched

POLL = 0.025
"""Seconds between two looks at the file's end; one look costs a few microseconds."""
LOOK = 0.5
"""Seconds between two looks at whether the writer lives."""
GRACE = 1.0
"""Seconds that workers may outlive their owner: the kernel ends them at once, but not in no time."""
AHEAD = 20_000
"""Events that are read ahead of what is shown, at most."""
WORK = 200.0
"""What one `drain` hands out at most: an event counts 1, and 1 for each `STEPS` steps in it. Folding
that many takes about 10 ms, so a key is answered soon while a long log is caught up with."""
STEPS = 400

REFUSAL = "This run is only watched here: change it in the terminal in which it was started."


class Follow(Watched):
    """A run log as it grows; says as events of its own what became of its writer."""

    def __init__(self, path: Path, *, clock: RunClock | None = None) -> None:
        """Open the log; raises `RunError` if it is none."""
        self._log = GrowingLog(path)
        super().__init__(self._log.header, path, REFUSAL, names_commands=False)
        self._clock = clock or RunClock()
        self._read: deque[AnyEvent] = deque()
        self._workers = {name: WorkerProgress() for name in self._log.header.ids}
        """As far as the log was read; `Run` is folded later, on another thread."""
        self._taken = (0, 0)
        """Bytes of the log that were read, and the events in them."""
        self._handed = 0
        """Events handed on."""
        self._at = 0.0
        self._caught_up = False
        self._gone_since: float | None = None
        self._told: set[str] = set()
        self._kinds = 0
        """Kinds of unknown events and fields that a person was told of."""
        self._standing = "watching"
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="fwdash-follow", daemon=True)
        self._begun = False
        self._size = self._log.size
        """Bytes that were there at first."""

    @property
    def more(self) -> bool:
        """Whether `drain` would give something at once."""
        return bool(self._read)

    @property
    def standing(self) -> str:
        """How this watcher stands to the run, in two words."""
        if self._begun and not (self._caught_up and len(self._read) < WORK):
            return f"catching up {self._share():.0%}"
        return self._standing

    def _share(self) -> float:
        """How much of the log was handed on, about: of its bytes those read, less what waits."""
        position, events = self._taken
        return position / max(1, position, self._size) * min(1.0, self._handed / max(1, events))

    def start(self) -> None:
        """Begin to read; returns at once, and does nothing the second time."""
        if not self._begun:
            self._begun = True
            self._thread.start()

    def drain(self) -> list[AnyEvent]:
        """What was read since the last call, or as much of it as can be folded at once."""
        events: list[AnyEvent] = []
        work = 0.0
        while self._read and work < WORK:
            event = self._read.popleft()
            events.append(event)
            self._clock.reach(event.at)
            work += 1 + (len(event.losses) / STEPS if isinstance(event, Steps) else 0)
        self._handed += len(events)
        return events

    def now(self) -> float:
        """Seconds since the run started; the last event's while the log is caught up with."""
        return self._clock.now()

    def close(self) -> None:
        """Stop reading; the run goes on."""
        self._closing.set()
        if self._begun and self._thread.is_alive():
            self._thread.join(1.0)
        if not self._thread.is_alive():
            self._log.close()

    # What runs on the reading thread.

    def _work(self) -> None:
        try:
            self._follow()
        except OSError as error:
            self._break_off(f"it cannot be read: {error.strerror}")

    def _follow(self) -> None:
        looked = 0.0
        while not self._closing.is_set():
            events = self._log.read()
            if events:
                self._take(events)
            if self._log.broken:
                self._break_off(self._log.broken)
                return
            if self._log.position < self._log.size:
                if len(self._read) > AHEAD:
                    self._closing.wait(POLL)
                continue
            if not self._caught_up:
                self._caught_up = True
                self._clock.begin(self._at, time.time() - self._log.written_at)
            self._tell_passed()
            if time.monotonic() - looked >= LOOK:
                looked = time.monotonic()
                if not self._goes_on():
                    self._clock.stop()
                    return
            self._closing.wait(POLL)

    def _take(self, events: list[AnyEvent]) -> None:
        for event in events:
            if event.lane in self._workers:
                self._workers[event.lane].apply(event)
        # One assignment: who asks meanwhile sees both or neither.
        self._taken = self._log.position, self._taken[1] + len(events)
        self._at = max(self._at, *(event.at for event in events))
        if self._caught_up:
            self._clock.hear(max(event.at for event in events))
        self._read.extend(events)

    def _goes_on(self) -> bool:
        """Whether anything may still come; says what a person should know."""
        if self._log.deleted:
            self._tell("The run log was deleted: this can be watched on until you leave.")
        state = self._log.writing()
        if state is Writing.GOES_ON:
            self._gone_since = None
            return True
        if self._log.position < self._log.size:
            return True
        open_lanes = [lane for lane, one in self._workers.items() if one.status == RUNNING]
        if not open_lanes:
            self._standing = ""
            return False
        if self._gone_since is None:
            self._gone_since = time.monotonic()
        if time.monotonic() - self._gone_since < GRACE:
            return True
        if state is Writing.NOT_KNOWN:
            self._tell(f"Whether this run still goes on is not known: {state.sentence}.")
            return True
        if any(_worker_lives(self._workers[lane].pid) for lane in open_lanes):
            # A full disk: the owner stopped writing and let go of the file, but trains on.
            self._standing = "log stopped"
            self._tell(
                "The run goes on, but its log is no longer written (is the disk full?): "
                "nothing newer can be shown here."
            )
            return True
        self._standing = "owner gone"
        why = "the run's owner has gone"
        self._read.extend(
            Phase(lane=lane, at=self._at, phase=PhaseName.STOPPED, detail=why)
            for lane in open_lanes
        )
        self._tell("The process that ran this has gone without ending it: its lanes are stopped.")
        return False

    def _tell_passed(self) -> None:
        """Say what a newer fwdash wrote; anew only when it is of another kind."""
        passed = self._log.passed
        kinds = len(passed.events) + len(passed.fields)
        if kinds != self._kinds:
            self._kinds = kinds
            self._tell(passed.sentence)

    def _break_off(self, why: str) -> None:
        self._caught_up = True
        self._standing = "log broken"
        self._tell(f"The run log can be followed no further: {why}.", "error")
        self._clock.stop()

    def _tell(self, text: str, level: str = "warning") -> None:
        """Say something once, as an event."""
        if text not in self._told:
            self._told.add(text)
            self._read.append(Logged(at=self._at, line=text, level=level))


def _worker_lives(pid: int | None) -> bool:
    """Whether a process is a worker on this machine still; its number may have a new owner."""
    if pid is None:
        return False
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and any(
            "engines.worker" in word for word in process.cmdline()
        )
    except psutil.Error:
        return False
