"""A worker process: one lane. `python -m engines.worker`, a plan and commands on stdin, events on stdout.

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
import traceback  # noqa: E402
from typing import Any  # noqa: E402

from engines.cores import use_cores  # noqa: E402
from engines.errors import UsageError  # noqa: E402
from engines.events import Crashed, decode_command  # noqa: E402
from engines.frameworks.load import load_engine  # noqa: E402
from engines.order import decode_plan  # noqa: E402
from engines.phases import PhaseName  # noqa: E402
from engines.worker.event_writer import Voice, end_with_group  # noqa: E402
from engines.worker.inbox import Inbox  # noqa: E402


def die_with_parent() -> None:
    """Have the kernel end this process when the supervisor's thread goes (Linux)."""
    if sys.platform == "linux":
        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGKILL)


def read_lines(descriptor: int) -> Any:
    """Lines from a file descriptor, as they come."""
    with os.fdopen(descriptor, "rb", closefd=False) as stream:
        yield from stream


def listen(lines: Any, inbox: Inbox) -> None:
    """Put commands into the inbox until the supervisor is gone, then end."""
    for line in lines:
        inbox.put(decode_command(line))
    end_with_group()


def main() -> int:
    """Train one lane; exit code 0 if it finished."""
    die_with_parent()
    lines = read_lines(COMMANDS)
    first = next(lines, None)
    if first is None:
        return 1
    plan = decode_plan(first)
    voice = Voice(PROTOCOL, plan.lane, plan.origin)
    inbox = Inbox()
    threading.Thread(target=listen, args=(lines, inbox), daemon=True).start()
    try:
        use_cores(plan.start_cores or plan.cores, all_threads=False)
        voice.phase(PhaseName.IMPORTING)
        engine_class, watch_class = load_engine(plan)
        from engines.worker.training import Training

        Training(plan, voice, inbox, engine_class, watch_class).run()
    except BaseException as error:
        from engines.worker.explain import explain

        if not isinstance(error, UsageError):
            traceback.print_exc()
        sys.stderr.flush()
        voice.say(Crashed(lane=plan.lane, at=voice.now(), reason=explain(error)))
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
