"""A process that only watches keeps to the dashboard's core."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

LOOK = """
import json, os, threading
from tui.watcher_priority import {name}

seen = {{}}
def look(when):
    seen[when] = sorted(os.sched_getaffinity(0)), os.getpriority(os.PRIO_PROCESS, 0)
look("before")
{code}
late = threading.Thread(target=look, args=("later thread",))
late.start()
late.join()
look("after")
print(json.dumps(seen))
"""

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="processes cannot be confined to cores here"
)


def seen(name: str, code: str) -> dict[str, Any]:
    """What a process says of its cores and its niceness."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(name=name, code=code)],
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_a_watcher_and_its_later_threads_stay_on_the_first_core_behind_others() -> None:
    told = seen("yield_to_training", "yield_to_training()")
    cores, _ = told["before"]
    assert told["after"] == told["later thread"] == [cores[:1], 19]


def test_while_it_is_not_known_what_a_process_will_be_it_is_on_that_core() -> None:
    told = seen(
        "on_the_dashboards_core",
        "try:\n    with on_the_dashboards_core():\n        look('within')\n"
        "        raise KeyError\nexcept KeyError:\n    pass",
    )
    cores, nice = told["before"]
    assert told["within"] == [cores[:1], nice]
    assert told["after"] == told["later thread"] == told["before"]


def test_what_decides_it_is_imported_before_anything_that_takes_time() -> None:
    code = "import sys, tui.watcher_priority; print({'numpy', 'psutil', 'textual'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
