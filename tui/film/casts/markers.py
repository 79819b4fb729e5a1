"""Which events of a run are markers in a recording of it."""

from __future__ import annotations

from engines.events import AnyEvent, CompileFailed, Crashed, Marked, ModeChanged, Started


def marker(event: AnyEvent) -> str:
    """The label to find an event by in a player; empty for what needs none."""
    match event:
        case Marked():
            return event.text
        case ModeChanged():
            return f"{event.lane}: {event.previous} to {event.mode}"
        case CompileFailed():
            return f"{event.lane}: {event.mode} {'gave up' if event.gave_up else 'failed'}"
        case Crashed():
            return f"{event.lane} crashed"
        case Started() if event.attempt > 1:
            return f"{event.lane} restarted"
    return ""
