"""A worker process: `python -m engines.worker`, commands on stdin, events on stdout.

The first lines move the protocol away from file descriptor 1, so that nothing that a framework, a
C library or a workload prints can get between the events; all of that lands on stderr.
"""

from __future__ import annotations

import os
import sys

PROTOCOL = os.dup(1)
COMMANDS = os.dup(0)
os.dup2(2, 1)
_null = os.open(os.devnull, os.O_RDONLY)
os.dup2(_null, 0)
os.close(_null)

import ctypes  # noqa: E402
import signal  # noqa: E402
import threading  # noqa: E402
from collections.abc import Iterator  # noqa: E402

from engines.commands import Prepare, decode_command  # noqa: E402
from engines.cores import use_cores  # noqa: E402
from engines.endings import Ending  # noqa: E402
from engines.errors import UsageError  # noqa: E402
from engines.events import Crashed, Idle  # noqa: E402
from engines.phases import PhaseName  # noqa: E402
from engines.worker.event_writer import EventWriter, end_with_group  # noqa: E402
from engines.worker.inbox import Inbox, Interrupted  # noqa: E402


def die_with_parent() -> None:
    """Have the kernel end this process when the supervisor's thread goes (Linux)."""
    if sys.platform == "linux":
        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGKILL)


def read_lines(descriptor: int) -> Iterator[bytes]:
    """Lines from a file descriptor, as they come."""
    with os.fdopen(descriptor, "rb", closefd=False) as stream:
        yield from stream


def listen(lines: Iterator[bytes], inbox: Inbox) -> None:
    """Put commands into the inbox until the supervisor is gone, then end."""
    for line in lines:
        inbox.put(decode_command(line))
    end_with_group()


def work(prepare: Prepare, writer: EventWriter, inbox: Inbox) -> None:
    """Import the framework, then do one job after another; one that wants a fresh process is the last."""
    from engines.frameworks.load import load_engine

    use_cores(prepare.cores, all_threads=False)
    if prepare.who:
        writer.phase(PhaseName.IMPORTING)
    make_engine = load_engine(prepare.framework) if prepare.framework else None
    from engines.worker.jobs import job_for

    writer.say(Idle(lane=writer.lane, at=writer.now()))
    while True:
        order = inbox.wait_for_order()
        writer.lane = order.who
        inbox.allow_interrupts(True)
        try:
            job_for(order, make_engine, writer, inbox).run()
        except Interrupted:
            writer.phase(PhaseName.STOPPED, "interrupted")
        finally:
            inbox.allow_interrupts(False)
        if order.fresh:
            return
        writer.say(Idle(lane=order.who, at=writer.now()))


def main() -> int:
    """Work until there is nothing more to do; exit code 0 unless a job failed."""
    die_with_parent()
    lines = read_lines(COMMANDS)
    first = next(lines, None)
    if first is None:
        return 1
    prepare = decode_command(first)
    assert isinstance(prepare, Prepare)
    writer = EventWriter(PROTOCOL, prepare.who, prepare.origin)
    inbox = Inbox()
    threading.Thread(target=listen, args=(lines, inbox), daemon=True).start()
    try:
        work(prepare, writer, inbox)
    except BaseException as error:
        from engines.worker.explain import explain, print_error

        if not isinstance(error, UsageError):
            print_error(error)
        sys.stderr.flush()
        reason = explain(error)
        writer.say(Crashed(lane=writer.lane, at=writer.now(), reason=reason, ending=Ending.RAISED))
        end_quietly(1)
    end_quietly(0)
    return 0


def end_quietly(code: int) -> None:
    """Leave without running the frameworks' own shutdown code, which can hang or print."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
